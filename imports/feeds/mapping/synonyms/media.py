"""Names of addresses: images and product pages."""

from imports.feeds.mapping.synonyms.names import Names

MEDIA: dict[str, Names] = {
    "image_url": Names(
        sure=(
            "image; images; image url; image urls; image link; imagelink; imageurl; image src; image 1; image1;"
            " image1 src; images src; images uri; images url; image location; main image; main image url;"
            " main image link; primary image; primary image url; base image; default image; product image;"
            " product images; product image 1; product image url; item image; featured image;"
            " featuredimage src; image path; image file; image name; img; imgs; imgurl; img url; img src;"
            " image links; large image url; large image; merchant image url; aw image url; picture; pictures;"
            " picture url; photo; photos; photo url; pic; pics; pic url; img main url; imgs main url;"
            " image large; gallery; image 1 url; image url 1; media; media url; media urls; assets; asset url;"
            " full image; big image; image big; image http; zoom image; url image; url images; url photo;"
            " image full; cover image; cover; cover url; poster; high pic; highpic; image original;"
            # FR, DE, ES, IT, PT
            " image principale; photo principale; visuel; visuels; url image principale; lien image;"
            " lien photo; photo 1; url photo 1; bild; bilder; bild url; bild 1; bild1; bildurl; bild link;"
            " hauptbild; url hauptbild; produktbild; artikelbild; foto; fotos; bilddatei; bildpfad; imagen;"
            " imagenes; url imagen; imagen principal; imagen 1; enlace imagen; immagine; immagini;"
            " url immagine; immagine principale; immagine 1; link immagine; imagem; imagens; url imagem;"
            " foto 1; url foto;"
            # CZ, PL, RU, NL, JA, Nordics
            " obrazek; obrazky; obrazok; url obrazku; zdjecie; zdjecia; url zdjecia; obraz; link do zdjecia;"
            " изображение; изображения; ссылка изображения; ссылка на изображение; картинка; фото; зображення;"
            " kep; kepek; imagine; imagini; poza; afbeelding; afbeeldingen; afbeelding url;"
            " plaatje; 画像; 画像url; 图片; 圖片; 图片链接; 이미지; 이미지url; εικονα; εικονες;"
            " תמונה; الصورة; صورة; رابط الصورة; รูปภาพ;"
            " снимка; снимки; slika; slike; nuotrauka; pilt; hinh anh; gambar;"
            " 商品画像; メイン画像; bilde; kuva; resim; gorsel;"
            # standard formats
            " g image link; mime source; mimesource; mime info mime mime source; mime mime source; thumbnail;"
            " product thumbnail; medialink; image url https; image link 1;"
            " item specification document reference attachment external reference uri;"
            " itemspecificationdocumentreference attachment externalreference uri; externalreference uri;"
            " media file link; mediafilelink; referenced file uniform resource identifier;"
            " uniformresourceidentifier"
        ),
        usual=(
            "thumbnail url; small image; small image url; image small; thumb; thumbnail image; image thumbnail;"
            " low pic; lowpic; image front url; additional image link; additional images; image 2; image2;"
            " bild 2; photo 2; medium image; thumbnail src; vignette; miniature; icon; swatch image;"
            " additional image link 1; filename; other image url; file"
        ),
        weak="url; source; link; uri; src; media gallery; attachment",
        never_with=(
            "alt; position; label; delete; label; text; title; size; width; height; id; caption; type; date;"
            " logo; brand; category; count; number; existing; video; tags; tag; ingredients; nutrition;"
            " disabled"
        ),
    ),
    "url": Names(
        sure=(
            "url; link; product url; product link; deeplink; deep link; aw deep link; product page;"
            " product page url; page url; item url; g link; canonical url; website url; merchant deep link;"
            " landing page; lien; lien produit; url produit; url fiche; lien fiche; produktlink; produkt url;"
            " produktseite; artikel url; artikellink; enlace; enlace producto; url producto; link prodotto;"
            " url prodotto; odkaz; url produktu; link do produktu; ссылка; ссылка на товар; адрес;"
            " адрес ссылки; productlink; producturl; 商品url; 商品ページ; uri; external url;"
            " offer url; buy url;"
            " add to cart url; links"
        ),
        usual="permalink; website; web page; mobile link; web url; href; self url; link mobile",
        never_with=(
            "image; img; photo; picture; bild; foto; thumbnail; video; pdf; logo; key; handle; download; file;"
            " rewritten; small"
        ),
    ),
}

"""Column layouts of shop systems, marketplaces and distributors, with the field each column means ("-" = none of ours).

Written from the public documentation of these systems; one line per layout, "column=field" separated by "; ".
"""

LAYOUTS: dict[str, str] = {
    "woocommerce fr": (
        "ID=-; Type=-; UGS=supplier_sku; GTIN, UPC, EAN, ou ISBN=ean; Nom=title; Publié=status; Mis en avant ?=-;"
        " Description courte=short_description; Description=description; Stock=stock; Poids (kg)=weight;"
        " Longueur (cm)=-; Tarif promo=price_promo; Tarif régulier=price; Catégories=category; Étiquettes=tags;"
        " Images=image_url; Parent=parent_ref"
    ),
    "woocommerce de": (
        "ID=-; Artikelnummer=supplier_sku; Name=title; Kurzbeschreibung=short_description;"
        " Beschreibung=description; Vorrätig?=-; Lager=stock; Gewicht (kg)=weight; Angebotspreis=price_promo;"
        " Regulärer Preis=price; Kategorien=category; Schlagwörter=tags; Bilder=image_url;"
        " Übergeordnetes Produkt=parent_ref"
    ),
    "prestashop fr": (
        "ID=-; Actif (0/1)=status; Nom *=title; Catégories (x,y,z…)=category; Prix HT ou TTC=price;"
        " ID règle de taxe=-; Prix d'achat=cost; En solde (0/1)=-; Montant remise=-;"
        " Référence fournisseur #=supplier_sku; Fournisseur=-; Marque=brand; EAN13=ean; Écotaxe=-; Largeur=-;"
        " Poids=weight; Quantité=stock; Quantité minimale=-; Résumé=short_description; Description=description;"
        " Mots-clés (x,y,z…)=tags; Meta titre=-; URL des images (x,y,z…)=image_url"
    ),
    "prestashop export": (
        "Product ID=-; Image=image_url; Name=title; Reference=supplier_sku; Category=category;"
        " Price (tax excl.)=price; Price (tax incl.)=-; Quantity=stock; Status=status; Position=-"
    ),
    "wix": (
        "handleId=parent_ref; fieldType=-; name=title; description=description; productImageUrl=image_url;"
        " collection=category; sku=supplier_sku; ribbon=-; price=price; surcharge=-; visible=status; discountMode=-;"
        " discountValue=-; inventory=stock; weight=weight; cost=cost; brand=brand"
    ),
    "squarespace": (
        "Product ID [Non Editable]=-; Variant ID [Non Editable]=-; Product Type [Non Editable]=-;"
        " Product Page=-; Product URL=-; Title=title; Description=description; SKU=supplier_sku;"
        " Option Name 1=-; Option Value 1=-; Price=price; Sale Price=price_promo; On Sale=-; Stock=stock;"
        " Categories=category; Tags=tags; Weight=weight; Length=-; Visible=status; Hosted Image URLs=image_url"
    ),
    "bigcommerce": (
        "Item Type=-; Product ID=-; Product Name=title; Product Code/SKU=supplier_sku; Brand Name=brand;"
        " Product Description=description; Price=price; Cost Price=cost; Retail Price=price_list;"
        " Sale Price=price_promo; Product Weight=weight; Product Width=-; Current Stock Level=stock;"
        " Low Stock Level=-; Category=category; Product Image File - 1=image_url; Product UPC/EAN=ean;"
        " Page Title=-; Meta Keywords=-"
    ),
    "ecwid": (
        "type=-; product_internal_id=-; product_sku=supplier_sku; product_name=title; product_price=price;"
        " product_weight=weight; product_quantity=stock; product_description=description;"
        " product_media_main_image_url=image_url; product_category_1=category; product_brand=brand;"
        " product_upc=ean; product_is_available=-"
    ),
    "opencart": (
        "product_id=-; name(en-gb)=title; categories=category; sku=supplier_sku; ean=ean; jan=-; isbn=-;"
        " mpn=mpn; location=-; quantity=stock; manufacturer=brand; image_name=image_url; shipping=-;"
        " price=price; points=-; date_added=-; weight=weight; weight_unit=-; length=-; status=status;"
        " description(en-gb)=description; meta_title(en-gb)=-; stock_status_id=-"
    ),
    "awin": (
        "aw_deep_link=url; product_name=title; aw_product_id=-; merchant_product_id=supplier_sku;"
        " merchant_image_url=image_url; description=description; merchant_category=category;"
        " search_price=price; merchant_name=-; merchant_id=-; category_id=-; aw_image_url=-; currency=currency;"
        " delivery_cost=-; brand_name=brand; ean=ean; mpn=mpn; stock_quantity=stock; rrp_price=price_list"
    ),
    "idealo": (
        "Artikelnummer im Shop=supplier_sku; EAN / GTIN / Barcode=ean; Hersteller-Artikelnummer (HAN)=mpn;"
        " Hersteller / Markenname=brand; Produktname=title; Preis (Brutto)=price; Lieferzeit=-;"
        " ProduktgruppeimShop=category; Produktbeschreibung=description; ProduktURL=url; BildURL_1=image_url;"
        " Versandkosten=-"
    ),
    "shopware 5": (
        "ordernumber=supplier_sku; mainnumber=parent_ref; name=title; additionalText=-; supplier=brand;"
        " tax=vat_rate; price_EK=price; pseudoprice_EK=-; active=status; instock=stock; stockmin=-;"
        " description_long=description; shippingtime=-; weight=weight; ean=ean; imageUrl=image_url;"
        " categories=category; suppliernumber=mpn"
    ),
    "shopware 6": (
        "id=-; parent_id=parent_ref; product_number=supplier_sku; active=status; stock=stock; name=title;"
        " description=description; price_net=price; price_gross=-; tax_rate=vat_rate; ean=ean;"
        " manufacturer_name=brand; cover_media_url=image_url; categories=category; weight=weight"
    ),
    "jtl": (
        "Artikelnummer=supplier_sku; Artikelname=title; Beschreibung=description;"
        " Kurzbeschreibung=short_description; Netto-VK=price; EK Netto (für GLD)=cost; HAN=mpn; GTIN=ean;"
        " Hersteller=brand; Lagerbestand=stock; Kategorie Ebene 1=category; Bild 1 Pfad=image_url;"
        " Artikelgewicht=weight; UVP=price_list"
    ),
    "sage fr": (
        "Référence article=supplier_sku; Désignation=title; Famille=category; Code barre=ean; PV HT=price;"
        " Stock réel=stock; Poids net=weight; Unité=-"
    ),
    "amazon listings": (
        "item-name=title; item-description=description; listing-id=-; seller-sku=supplier_sku; price=price;"
        " quantity=stock; open-date=-; image-url=image_url; item-is-marketplace=-; product-id-type=-;"
        " asin1=asin; item-condition=-; status=status; fulfillment-channel=-"
    ),
    "ebay": (
        "*Title=title; *Category=category; *StartPrice=price; *Quantity=stock; PicURL=image_url;"
        " CustomLabel=supplier_sku; Product:EAN=ean; Product:Brand=brand; Product:MPN=mpn;"
        " *Description=description; *ConditionID=-; *Duration=-; *Location=-"
    ),
    "etsy": (
        "TITLE=title; DESCRIPTION=description; PRICE=price; CURRENCY_CODE=currency; QUANTITY=stock; TAGS=tags;"
        " MATERIALS=-; IMAGE1=image_url; IMAGE2=-; SKU=supplier_sku; VARIATION 1 TYPE=-; VARIATION 1 NAME=-"
    ),
    "flipkart": (
        "uniq_id=supplier_sku; crawl_timestamp=-; product_url=url; product_name=title;"
        " product_category_tree=category; pid=-; retail_price=price; discounted_price=price_promo;"
        " image=image_url; description=description; product_rating=-; overall_rating=-; brand=brand;"
        " product_specifications=-"
    ),
    "amazon dataset": (
        "asin=asin; title=title; imgUrl=image_url; productURL=url; stars=-; reviews=-; price=price;"
        " listPrice=price_list; category_id=category; isBestSeller=-; boughtInLastMonth=-"
    ),
    "books dataset": (
        "bookID=supplier_sku; title=title; authors=-; average_rating=-; isbn13=ean; language_code=-;"
        " num_pages=-; ratings_count=-; text_reviews_count=-; publication_date=-; publisher=brand"
    ),
    "skroutz": (
        "id=supplier_sku; name=title; link=url; image=image_url; category=category; price_with_vat=price;"
        " manufacturer=brand; mpn=mpn; ean=ean; availability=-; weight=weight; quantity=stock;"
        " description=description; size=-; color=-; shipping=-"
    ),
    "zbozi": (
        "ITEM_ID=supplier_sku; PRODUCTNAME=title; DESCRIPTION=description; URL=url; IMGURL=image_url;"
        " PRICE_VAT=price; EAN=ean; PRODUCTNO=mpn; MANUFACTURER=brand; CATEGORYTEXT=category; DELIVERY_DATE=-;"
        " ITEMGROUP_ID=parent_ref"
    ),
    "shoptet": (
        "code=supplier_sku; pairCode=-; name=title; shortDescription=short_description;"
        " description=description; manufacturer=brand; ean=ean; price=price; includingVat=-;"
        " percentVat=vat_rate; purchasePrice=cost; standardPrice=price_list; currency=currency; stock=stock;"
        " weight=weight; categoryText=category; defaultImage=image_url; availabilityInStock=-; unit=-"
    ),
    "prom ua": (
        "Код_товара=supplier_sku; Название_позиции=title; Поисковые_запросы=tags; Описание=description;"
        " Цена=price; Валюта=currency; Единица_измерения=-; Ссылка_изображения=image_url; Количество=stock;"
        " Номер_группы=-; Название_группы=category; Производитель=brand; Страна_производитель=-; Скидка=-"
    ),
    "commerceml": (
        "Ид=supplier_sku; Артикул=mpn; Наименование=title; Штрихкод=ean; БазоваяЕдиница=-;"
        " Цены/Цена/ЦенаЗаЕдиницу=price; Цены/Цена/Валюта=currency; Количество=stock; Группы/Ид=-;"
        " Изготовитель/Наименование=brand; Картинка=image_url; Описание=description"
    ),
    "cxml": (
        "ItemID/SupplierPartID=supplier_sku; ItemDetail/UnitPrice/Money=price;"
        " ItemDetail/UnitPrice/Money/@currency=currency; ItemDetail/Description=title;"
        " ItemDetail/UnitOfMeasure=-; ItemDetail/ManufacturerPartID=mpn; ItemDetail/ManufacturerName=brand;"
        " ItemDetail/Classification=category; ItemDetail/LeadTime=-; ItemDetail/URL=-"
    ),
    "fabdis": (
        "MARQUE=brand; REFCIALE=supplier_sku; LIBELLE240=title; GTIN13=ean; TARIF=price; DATETARIF=-;"
        " FAM1L=category; UB=-; QMC=-; POIDS=weight; POIDSU=-; RURL=-"
    ),
    "distributor en": (
        "Ingram Part Number=supplier_sku; Vendor Part Number=mpn; EAN/UPC=ean; Vendor Name=brand;"
        " Description=title; Customer Price=price; Retail Price=price_list; Available Qty=stock;"
        " Category=category; Weight=weight; Currency=currency; Country of Origin=-"
    ),
    "distributor manufacturer": (
        "Item Number=supplier_sku; Manufacturer=brand; Manufacturer Part Number=mpn; Item Description=title;"
        " UPC Code=ean; MSRP=price_list; Your Price=price; Qty On Hand=stock; Category Name=category;"
        " Case Pack=-; Unit Weight=weight; Image URL=image_url"
    ),
    "bigbuy": (
        "ID=supplier_sku; CATEGORY=category; NAME=title; ATTRIBUTE1=-; DESCRIPTION=description; BRAND=brand;"
        " PVD=cost; PVP=price; IVA=vat_rate; VIDEO=-; EAN13=ean; WIDTH=-; HEIGHT=-; WEIGHT=weight; STOCK=stock;"
        " DATE_ADD=-; IMAGE1=image_url; IMAGE2=-"
    ),
    "vidaxl": (
        "SKU=supplier_sku; Title=title; Category=category; Link=url; B2B price=price; Webshop price=price_list;"
        " Stock=stock; HTML_description=description; EAN=ean; Image 1=image_url; Image 2=-; Brand=brand;"
        " Weight=weight; Color=-; Parcel_or_pallet=-"
    ),
    "square": (
        "Token=-; Item Name=title; Variation Name=-; SKU=supplier_sku; Description=description;"
        " Category=category; Price=price; Current Quantity Main Store=stock; GTIN=ean; Option Name 1=-;"
        " Tax - Sales Tax (8%)=-"
    ),
    "loyverse": (
        "Handle=parent_ref; SKU=supplier_sku; Name=title; Category=category; Sold by weight=-; Option 1 name=-;"
        " Cost=cost; Barcode=ean; Track stock=-; Price [Store]=price; In stock [Store]=stock;"
        " Low stock [Store]=-"
    ),
    "zoho": (
        "Item ID=-; Item Name=title; SKU=supplier_sku; UPC=-; EAN=ean; Rate=price; Stock On Hand=stock;"
        " Purchase Rate=cost; Brand=brand; Manufacturer=-; Category Name=category; Description=description"
    ),
    "spanish": (
        "Código=supplier_sku; Descripción=title; Marca=brand; Código de barras=ean; Familia=category;"
        " P.V.P.=price; Existencias=stock; Peso (kg)=weight; Foto=image_url"
    ),
    "italian": (
        "Codice articolo=supplier_sku; Descrizione=title; Marca=brand; Codice EAN=ean; Categoria=category;"
        " Prezzo di vendita=price; Giacenza=stock; Peso=weight; Immagine=image_url; Aliquota IVA=vat_rate;"
        " Cod. produttore=mpn"
    ),
    "german wholesale": (
        "Art.Nr.=supplier_sku; Bezeichnung=title; Hersteller=brand; EAN-Code=ean; Warengruppe=category;"
        " Netto=-; EK-Preis=price; UVP=price_list; Bestand=stock; VPE=-; Gewicht in kg=weight;"
        " Bild-URL=image_url; Langtext=description"
    ),
    "french wholesale": (
        "Réf. fournisseur=supplier_sku; Libellé=title; Marque=brand; Gencod=ean; Famille=category;"
        " Tarif HT=price; PVC TTC conseillé=price_list; Colisage=-; Qté dispo=stock; Poids brut (kg)=weight;"
        " Lien photo=image_url; Descriptif=description; Éco-participation=-; TVA=vat_rate; Pays d'origine=-"
    ),
    "polish": (
        "Kod=supplier_sku; Nazwa=title; Producent=brand; EAN=ean; Kategoria=category; Cena netto=price;"
        " VAT=vat_rate; Stan=stock; Waga=weight; Zdjęcie=image_url; Opis=description"
    ),
    "czech": (
        "Kód zboží=supplier_sku; Název=title; Výrobce=brand; EAN=ean; Kategorie=category; Cena bez DPH=price;"
        " Skladem ks=stock; Hmotnost=weight; Obrázek=image_url; Popis=description; Záruka=-; Dostupnost=-"
    ),
    "russian": (
        "Артикул=supplier_sku; Наименование=title; Бренд=brand; Штрихкод=ean; Категория=category; Цена=price;"
        " Остаток=stock; Вес, кг=weight; Фото=image_url; Описание=description"
    ),
    "dutch": (
        "Artikelnummer=supplier_sku; Omschrijving=title; Merk=brand; EAN code=ean; Categorie=category;"
        " Prijs excl. BTW=price; Voorraad=stock; Gewicht=weight; Afbeelding=image_url; BTW=vat_rate"
    ),
    "japanese": (
        "商品コード=supplier_sku; 商品名=title; ブランド=brand; JANコード=ean; カテゴリ=category; 販売価格=price;"
        " 在庫数=stock;"
        " 重量=weight; 商品画像=image_url; 商品説明=description; 定価=price_list"
    ),
    "best buy json": (
        "sku=supplier_sku; name=title; type=-; price=price; upc=ean; category[].name=category; shipping=-;"
        " description=description; manufacturer=brand; model=mpn; url=url; image=image_url"
    ),
    "fakestore json": (
        "id=supplier_sku; title=title; price=price; description=description; category=category;"
        " image=image_url; rating.rate=-; rating.count=-"
    ),
    "saleor": (
        "id=-; name=title; description_as_str=description; category__slug=category; product_type__name=-;"
        " media=image_url; variants__sku=supplier_sku; variants__weight=weight; price=price"
    ),
    "woo json": (
        "id=-; name=title; slug=-; permalink=url; sku=supplier_sku; price=price; regular_price=-;"
        " sale_price=price_promo; description=description; short_description=short_description;"
        " stock_quantity=stock; weight=weight; categories[].name=category; images[].src=image_url;"
        " categories[].id=-; images[].alt=-; global_unique_id=ean"
    ),
    "yml": (
        "@id=-; @available=-; url=url; price=price; oldprice=price_list; currencyId=currency;"
        " categoryId=category; picture=image_url; vendor=brand; vendorCode=supplier_sku; name=title;"
        " description=description; barcode=ean; weight=weight; stock_quantity=stock"
    ),
    "pharmacy": (
        "PZN=supplier_sku; Artikelbezeichnung=title; Hersteller=brand; Darreichungsform=-; Packungsgröße=-;"
        " AEP=cost; AVP=price; EAN=ean"
    ),
    "wine": (
        "Vintage=-; Producer=brand; Wine Name=title; Region=-; Bottle Size=-; Case Size=-;"
        " Price per bottle=price; Stock=stock; Barcode=ean; Product Code=supplier_sku"
    ),
    "lengow": (
        "id_product=supplier_sku; name_product=title; reference_product=-; description=description;"
        " price_product=price; quantity=stock; barcode=ean; manufacturer=brand; url_product=url;"
        " image_product=image_url; category=category; weight=weight"
    ),
    "lightspeed": (
        "System ID=-; UPC=ean; Custom SKU=supplier_sku; Item=title; Qty.=stock; Price=price; Tax=-;"
        " Brand=brand; Default Cost=cost; Category=category; Vendor=-; MSRP=price_list"
    ),
    "tradedoubler": (
        "productId=supplier_sku; name=title; description=description; productImage.url=image_url; brand=brand;"
        " manufacturer=-; ean=ean; mpn=mpn; offers[].priceHistory[].price.value=price;"
        " offers[].priceHistory[].price.currency=currency; offers[].productUrl=url; categories[].name=category"
    ),
    "kelkoo": (
        "offer-id=supplier_sku; title=title; product-url=url; price=price; brand=brand;"
        " description=description; image-url=image_url; ean=ean; merchant-category=category;"
        " availability=stock; delivery-cost=-; condition=-; mpn=mpn"
    ),
    "cj": (
        "PROGRAMNAME=-; NAME=title; KEYWORDS=tags; DESCRIPTION=description; SKU=supplier_sku;"
        " MANUFACTURER=brand; MANUFACTURERID=-; UPC=ean; CURRENCY=currency; SALEPRICE=price_promo; PRICE=price;"
        " RETAILPRICE=price_list; BUYURL=url; IMAGEURL=image_url; INSTOCK=stock; ADVERTISERCATEGORY=category"
    ),
    "bol": (
        "Reference=supplier_sku; EAN=ean; Condition=-; Stock=stock; Price=price; Deliverycode=-;"
        " Offer description=-; For sale=-; Title=title"
    ),
    "cdiscount": (
        "Référence vendeur=supplier_sku; EAN=ean; Marque=brand; Libellé court=-; Libellé long=title;"
        " Description=description; URL image 1=image_url; Prix de vente=price; Stock=stock;"
        " Code catégorie=category"
    ),
    "manomano": (
        "sku=supplier_sku; ean=ean; title=title; brand=brand; description=description;"
        " merchant_category=category; product_price_vat_inc=price; product_vat_rate=vat_rate; quantity=stock;"
        " image_1=image_url; weight=weight; carrier=-; shipping_time=-; retail_price_vat_inc=price_list;"
        " sku_manufacturer=mpn"
    ),
    "mirakl": (
        "product-id=ean; product-id-type=-; sku=supplier_sku; price=price; quantity=stock; state=-;"
        " description=-; discount-price=price_promo; available-start-date=-; logistic-class=-"
    ),
    "walmart": (
        "SKU=supplier_sku; Product Name=title; Product ID Type=-; Product ID=ean; Brand=brand; Price=price;"
        " Shipping Weight=weight; Main Image URL=image_url; Site Description=description;"
        " Inventory Count=stock; Product Category=category"
    ),
    "bestbuy csv": (
        "sku=supplier_sku; name=title; regularPrice=price; salePrice=price_promo; upc=ean; manufacturer=brand;"
        " modelNumber=mpn; image=image_url; shortDescription=short_description; longDescription=description;"
        " onlineAvailability=stock; categoryPath.name=category; shippingWeight=weight"
    ),
    "icecat csv": (
        "Product ID=supplier_sku; Brand=brand; Product Code=mpn; EAN=ean; Category=category;"
        " Product Name=title; Long Description=description; High Resolution Image=image_url"
    ),
    "openlibrary": (
        "title=title; authors=brand; isbn_13=ean; isbn_10=-; publishers=-; number_of_pages=-; cover=image_url;"
        " key=supplier_sku"
    ),
    "fda ndc": (
        "PRODUCTID=supplier_sku; PRODUCTNDC=-; PROPRIETARYNAME=title; LABELERNAME=brand; DOSAGEFORMNAME=-;"
        " STARTMARKETINGDATE=-"
    ),
    "zalando": (
        "article_id=supplier_sku; ean=ean; article_name=title; brand=brand; price=price; currency=currency;"
        " quantity=stock; color=-; size=-; season=-; store_article_location=-"
    ),
    "spanish wholesale": (
        "REFERENCIA=supplier_sku; NOMBRE=title; MARCA=brand; EAN13=ean; CATEGORIA=category; PRECIO COSTE=cost;"
        " PVP RECOMENDADO=price_list; PRECIO=price; STOCK=stock; PESO=weight; IMAGEN 1=image_url;"
        " DESCRIPCION LARGA=description; IVA=vat_rate"
    ),
    "italian dropship": (
        "SKU=supplier_sku; NOME=title; MARCHIO=brand; EAN=ean; CATEGORIA=category; PREZZO ACQUISTO=cost;"
        " PREZZO LISTINO=price_list; PREZZO VENDITA=price; QUANTITA=stock; PESO=weight; FOTO1=image_url;"
        " DESCRIZIONE COMPLETA=description"
    ),
    "german bmecat csv": (
        "SUPPLIER_AID=supplier_sku; DESCRIPTION_SHORT=title; DESCRIPTION_LONG=description; EAN=ean;"
        " MANUFACTURER_NAME=brand; MANUFACTURER_AID=mpn; PRICE_AMOUNT=price; PRICE_CURRENCY=currency;"
        " ORDER_UNIT=-; CATALOG_GROUP_ID=category; MIME_SOURCE=image_url; KEYWORD=tags; DELIVERY_TIME=-"
    ),
    "portuguese": (
        "Referência=supplier_sku; Designação=title; Marca=brand; Código EAN=ean; Categoria=category;"
        " Preço=price; Stock=stock; Peso=weight; Imagem=image_url; Descrição=description"
    ),
    "swedish": (
        "Artikelnummer=supplier_sku; Benämning=title; Varumärke=brand; EAN-kod=ean; Kategori=category;"
        " Pris exkl moms=price; Lagersaldo=stock; Vikt=weight; Bild=image_url; Beskrivning=description"
    ),
    "danish": (
        "Varenummer=supplier_sku; Varenavn=title; Mærke=brand; EAN=ean; Kategori=category; Pris=price;"
        " Lager=stock; Vægt=weight; Billede=image_url; Beskrivelse=description"
    ),
    "hungarian": (
        "Cikkszám=supplier_sku; Terméknév=title; Gyártó=brand; Vonalkód=ean; Kategória=category;"
        " Bruttó ár=price; Készlet=stock; Súly=weight; Kép=image_url; Leírás=description"
    ),
    "romanian": (
        "Cod produs=supplier_sku; Denumire=title; Producător=brand; Cod de bare=ean; Categorie=category;"
        " Preț=price; Stoc=stock; Greutate=weight; Imagine=image_url; Descriere=description"
    ),
    "turkish": (
        "Stok Kodu=supplier_sku; Ürün Adı=title; Marka=brand; Barkod=ean; Kategori=category;"
        " Satış Fiyatı=price; Stok Adedi=stock; Ağırlık=weight; Resim=image_url; Açıklama=description;"
        " Para Birimi=currency; KDV=vat_rate"
    ),
    "greek": "Κωδικός=supplier_sku; Περιγραφή=title; Μάρκα=brand; Τιμή=price; Απόθεμα=stock; Κατηγορία=category",
    "chinese": (
        "商品编码=supplier_sku; 商品名称=title; 品牌=brand;"
        " 条形码=ean; 分类=category; 价格=price; 库存=stock; 重量=weight;"
        " 图片=image_url"
    ),
    "ukrainian": (
        "Артикул=supplier_sku; Назва=title; Бренд=brand; Штрих-код=ean; Категорія=category; Ціна=price;"
        " Кількість=stock; Вага=weight; Зображення=image_url; Опис=description"
    ),
    "google rss": (
        "title=title; link=url; description=description; g:id=supplier_sku; g:gtin=ean; g:brand=brand;"
        " g:mpn=mpn; g:price=price; g:sale_price=price_promo; g:availability=-; g:image_link=image_url;"
        " g:additional_image_link=-; g:product_type=category; g:google_product_category=-; g:condition=-;"
        " g:shipping_weight=weight; g:item_group_id=parent_ref; g:identifier_exists=-; g:quantity=stock"
    ),
    "ceneo": (
        "@id=supplier_sku; @url=url; @price=price; @avail=-; @weight=weight; @stock=stock; cat=category;"
        " name=title; imgs/main/@url=image_url; desc=description; attrs/a[@name='Producent']=brand;"
        " attrs/a[@name='Kod_producenta']=mpn; attrs/a[@name='EAN']=ean"
    ),
    "onix3": (
        "RecordReference=supplier_sku; ProductIdentifier[ProductIDType='15']/IDValue=ean;"
        " DescriptiveDetail/TitleDetail/TitleElement/TitleText=title;"
        " PublishingDetail/Publisher/PublisherName=brand; ProductSupply/SupplyDetail/Price/PriceAmount=price;"
        " ProductSupply/SupplyDetail/Price/CurrencyCode=currency;"
        " DescriptiveDetail/Subject/SubjectCode=category; CollateralDetail/TextContent/Text=description"
    ),
    "shopify json": (
        "id=-; title=title; body_html=description; vendor=brand; product_type=category; handle=-; tags=tags;"
        " variants[].sku=supplier_sku; variants[].barcode=ean; variants[].price=price;"
        " variants[].compare_at_price=price_list; variants[].inventory_quantity=stock; variants[].grams=weight;"
        " images[].src=image_url; variants[].title=-; options[].name=-"
    ),
    "magento json": (
        "id=-; sku=supplier_sku; name=title; price=price; status=-; type_id=-; weight=weight;"
        " extension_attributes.stock_item.qty=stock; created_at=-; media_gallery_entries[].file=image_url"
    ),
    "algolia": (
        "objectID=-; name=title; description=description; brand=brand; categories[]=category;"
        " hierarchicalCategories.lvl0=-; type=-; price=price; price_range=-; image=image_url; url=url;"
        " free_shipping=-; rating=-; popularity=-"
    ),
    "weee": (
        "Art.-Nr.=supplier_sku; Artikelbezeichnung=title; EAN=ean; Hersteller=brand; Hersteller-Nr.=mpn;"
        " HEK=price; UVP inkl. MwSt.=price_list; Verfügbar=stock; Bruttogewicht (kg)=weight; Zolltarifnummer=-;"
        " Ursprungsland=-"
    ),
    "en trade": (
        "Stock Code=supplier_sku; Description=title; Barcode=ean; Trade Price=price; RRP=price_list;"
        " Pack Size=-; Brand=brand; Category=category; Qty Available=stock; VAT Rate=vat_rate;"
        " Commodity Code=-; Weight (g)=weight"
    ),
    "en cost": (
        "Product Code=supplier_sku; Product Description=title; EAN=ean; Cost Price=price; RRP=price_list;"
        " Stock=stock; Image=image_url"
    ),
    "music": "Artist=brand; Title=title; Label=-; Format=-; Barcode=ean; Cat No=supplier_sku; Price=price; Qty=stock",
    "vin de france": (
        "Réf=supplier_sku; Appellation=-; Domaine=-; Désignation=title; Millésime=-; PU HT=price; Stock=stock;"
        " Couleur=-"
    ),
}

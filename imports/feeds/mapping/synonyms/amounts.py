"""Names of amounts: prices, stock, weight, currency, VAT."""

from imports.feeds.mapping.synonyms.names import Names

_NOT_A_PRICE = (
    "shipping; delivery; impact; unit; min; max; minimum; maximum; discount; rebate; percent; percentage; base;"
    " per; type; date; tax; code; currency; from; to; id; range; basis; group; list; rule; livraison; port;"
    " versand; remise; rabatt; menge; qty; quantity; envio; spedizione; deposit; included;"
    " currencyid; kg; litre; liter; history; label; effective; tier; level; installment; subscription; postage;"
    " fee; eco; ecotax; promotion; lowest; avg; average; scale; name; factor; guide; update; valid; end; start;"
    " days; text; wholesale; purchase; buying; cost; achat; einkauf; ek; compra; coste; acquisto; old; before;"
    " compare; barre; ancien; promo; oferta; angebot; action; special; recommended; suggested; conseille;"
    " empfohlen"
)

AMOUNTS: dict[str, Names] = {
    "price": Names(
        sure=(
            "price; unit price; sale price; selling price; sell price;"
            " sales price; retail price;"
            " regular price; normal price; current price; our price; your price; standard price; net price;"
            " gross price; price net; price gross; variant price; product price; item price; price amount;"
            " priceamount; price value; final price; price incl vat; price excl vat;"
            " price inc vat; price ex vat; price vat; price tax excluded; price tax included;"
            " price excluding tax; price including tax; price without vat; price with vat;"
            " price tax excluded or price tax included; list price price; store price; search price;"
            " display price; web price; base price; dealer price; trade price; customer price; b2b price;"
            " money; unit price money; price money; reseller price; prix revendeur; net unit price;"
            " price per unit; unit net price; price per item; current selling price; amount money;"
            " consumer price; public price; price eur; price usd; price gbp; price info price; priceinfo price;"
            # FR
            " tarif regulier; tarif normal; prix regulier; prix normal; prix catalogue ht; tarif net; prix;"
            " prix ht; prix ttc; prix vente; prix de vente; prix vente ht; prix vente ttc; prix de vente ht;"
            " prix de vente ttc; prix unitaire; prix unitaire ht; pu ht; puht; pvht; pv ht; pv ttc; pvttc; pv;"
            " tarif; tarif ht; tarif ttc; prix net; prix net ht; prix public; prix public ttc; ppttc;"
            " prix produit; montant; px vente; px ttc; px ht;"
            # DE
            " regularer preis; regulaerer preis; avp; apothekenverkaufspreis; vk preis brutto; preis; vk;"
            " vk netto; vk brutto; vk preis; verkaufspreis; verkaufspreis netto; verkaufspreis brutto;"
            " nettopreis; bruttopreis; preis netto; preis brutto; endpreis; ladenpreis; ihr preis; einzelpreis;"
            " artikelpreis; haendlerpreis; vkpreis; preis eur; stueckpreis;"
            # ES, IT, PT
            " precio; pvp; precio venta; precio de venta; precio unitario; pvp euros; precio con iva;"
            " precio sin iva; nuevo pvp; precio neto; tarifa; precio final; prezzo; prezzo vendita;"
            " prezzo di vendita; prezzo al pubblico; prezzo ivato; prezzo netto; prezzo unitario;"
            " prezzo iva inclusa; prezzo iva esclusa; preco; preco venda; preco de venda; preço; p v p;"
            # CZ/SK, PL, RU/UK, HU, RO, NL, JA, Nordics, TR
            " cena; cena bez dph; cena s dph; cena vc dph; prodejni cena; predajna cena; cena netto;"
            " cena brutto; cena sprzedazy; cena detaliczna; цена; цена розничная; розничная цена; цена продажи;"
            " ціна; стоимость; ar; brutto ar; netto ar; pret; pret vanzare; prijs; verkoopprijs;"
            " prijs incl btw; prijs excl btw; nettoprijs; 価格; 販売価格; 値段; 税込価格; 税抜価格; 単価;"
            " precio normal;"
            " precio regular; prezzo regolare; prezzo normale; pris; salgspris; utpris; hinta; fiyat;"
            " satis fiyati;"
            # standard formats
            " g price; price price amount; priceamount value; product price price amount;"
            " article price price amount; article price details article price price amount;"
            " price cbc price amount; price vat incl; supplydetail price priceamount; price j151; j151;"
            " product supply supply detail price price amount; variants price; unitprice; currentprice;"
            " offer price; price retail; buy now price; fixed price; start price; item price amount;"
            " price incl tax; price excl tax; prix article; cityprice; city price; final price with tax;"
            " final price without tax; regular price with tax; regular price without tax; price with tax;"
            " price without tax;"
            # other scripts and further languages
            " 价格; 售价; 单价; 零售价; 價格; 售價; 單價; 가격; 판매가; 단가; 판매가격; τιμη;"
            " τιμη πωλησης; τιμη λιανικης;"
            " λιανικη τιμη; מחיר; מחיר מכירה; מחיר לצרכן; السعر; سعر; سعر البيع; سعر المنتج; ราคา; ราคาขาย;"
            " розница; цена за единицу; цена продажна; продажна цена; ціна продажу; роздрібна ціна; cijena;"
            " cijena sa pdv; mpc; maloprodajna cijena; maloprodajna cena; kaina; hind; muugihind; gia; gia ban;"
            " harga; harga jual; myyntihinta; utsalgspris; salgs pris; kostar; pardavimo kaina; preco unitario;"
            " ar netto; netto pris"
        ),
        usual=(
            "cost price; costprice; unit cost; hek; handler ek; haendler ek; amount; rate; prix achat;"
            " prix d achat; prix achat ht; prix d achat ht; pa ht; p a ht;"
            " purchase price; ek; ek netto; ek preis; ekpreis; einkaufspreis; price 1; price1; prix1; prix 1;"
            " preis1; preis 1; vk1; vk 1; price from; price a; list price; public price eur; catalog price;"
            " price new; map price; tarif public; bruto; listprice; euro; euros; eur; usd; gbp;"
            " chf; pln; precioa; precio a; precio 1;"
            " prezzo 1; cena 1; prijs 1; map; опт; мелкий опт; δικη μας τιμη; τιμη χονδρικης"
        ),
        weak=(
            "cost price unit; rrp; msrp; uvp; srp; pvr; mrp; pvc; pvc ttc; market price; price list; prix2;"
            " price2; price 2; price range; adviesprijs; prix conseille; prix public conseille; ppc;"
            " prix de vente conseille; prezzo di listino; listino; prezzo listino; listenpreis;"
            " unverbindliche preisempfehlung; pvp recomendado; precio recomendado; pvpr; doporucena cena;"
            " cena katalogowa; рекомендованная цена; ррц; мрц; 定価; 希望小売価格; list price; msrp price;"
            " recommended retail price; suggested retail price; 정가; προτεινομενη τιμη"
        ),
        never_with=_NOT_A_PRICE,
    ),
    "price_promo": Names(
        sure=(
            "tarif promo; special price; promo price; promotional price; promotion price; discount price;"
            " discounted price; sale price; offer price special; action price; deal price; prix promo;"
            " prix promotionnel; prix barre promo; prix solde; prix remise; angebotspreis; aktionspreis;"
            " sonderpreis; precio oferta; precio promocion; precio rebajado; prezzo scontato; prezzo promo;"
            " prezzo offerta; prezzo promozionale; akcni cena; cena promocyjna; цена со скидкой;"
            " акционная цена; actieprijs; aanbiedingsprijs; セール価格; special price amount; price discounted;"
            " price sale; reduced price; prix special"
        ),
        usual="prix2; prix 2; price2; price 2; member price",
        never_with="date; from; to; start; end; effective; begin; type; percent; id",
    ),
    "price_list": Names(
        sure=(
            "compare at price; variant compare at price; compare price; compareatprice; old price; oldprice;"
            " was price; original price; list price; price old; previous price; strikethrough price;"
            " pvc ttc conseille; pvc conseille ttc; pvc ttc; pvc; prix de vente conseille;"
            " prix vente conseille; prix public ttc conseille; price before discount; rrp; msrp; msrp price;"
            " rrp price; srp; recommended retail price; suggested retail price;"
            " manufacturer suggested retail price; suggested price; regular price before;"
            " prix barre; ancien prix; prix conseille; prix public conseille; ppc; prix de reference;"
            " pvc conseille; prix catalogue; uvp; unverbindliche preisempfehlung; streichpreis; alter preis;"
            " listenpreis; statt preis; precio anterior; precio tachado; precio recomendado; pvpr;"
            " pvp recomendado; prezzo barrato; prezzo listino; prezzo di listino; listino; prezzo precedente;"
            " puvodni cena; bezna cena; doporucena cena; cena katalogowa; cena przed; старая цена;"
            " рекомендованная цена; adviesprijs; oude prijs; 定価; 希望小売価格; price info original price;"
            " priceinfo originalprice; oldprice value; market price; retail price original; cost of rrp"
        ),
        usual=(
            "retail price; webshop price; standard price list; mrp; maximum retail price; price rrp; map price;"
            " pvc ttc; retail price incl vat; cena s dph; vk brutto; pvp iva"
        ),
        never_with="date; start; end",
    ),
    "cost": Names(
        sure=(
            "cost; cost price; costprice; purchase price; buying price; wholesale price; wholesale cost;"
            " cost per item; unit cost; item cost; cost net; supplier price; buy price; variant cost;"
            " cost of goods; landed cost; default cost; purchase rate; cost rate; pvd; precio distribuidor;"
            " aep; apothekeneinkaufspreis; ek netto fur gld; dealer cost;"
            " prix achat; prix d achat; prix achat ht; prix d achat ht; pa ht; p a ht; pa; prix de revient;"
            " cout; pr ht; ek; ek netto; ek preis; einkaufspreis; einkaufspreis netto; ekpreis; precio compra;"
            " precio de compra; precio coste; coste; costo; prezzo acquisto; prezzo di acquisto;"
            " prezzo d acquisto; nakupni cena; nakupna cena; cena zakupu; cena hurtowa; закупочная цена;"
            " себестоимость; оптовая цена; inkoopprijs; inkoop; 仕入れ価格; 原価; price info cost;"
            " priceinfo cost;"
            " inkopspris; indkobspris; custo; preco de custo"
        ),
        never_with="shipping; delivery; frais; type; date; currency; handling; additional; port; weight",
    ),
    "currency": Names(
        sure=(
            "currency; currency code; currencycode; currency id; currencyid; price currency; pricecurrency;"
            " currency iso; iso currency; devise; code devise; monnaie; waehrung; wahrung; wkz; moneda; divisa;"
            " valuta; mena; měna; waluta; валюта; валюта цены; valuutta; 通貨; price currency code;"
            " price info currency code; priceinfo currencycode; priceamount currencyid;"
            " price amount currency id; price price currency; j152; price j152;"
            " supplydetail price currencycode; currency symbol; moeda; para birimi; penznem; offer currency"
        ),
        usual="curr; cur; ccy",
        never_with="exchange; rate; shipping",
    ),
    "stock": Names(
        sure=(
            "stock; stocks; existencia; stock quantity; stock qty; stock level; stock on hand;"
            " stockonhand; quantity in stock;"
            " qty in stock; in stock; instock; stock available; available stock; available quantity;"
            " quantity available; qty available; current quantity; current stock level; available qty;"
            " current stock quantity; inventory; inventory quantity; inventory qty; variant inventory qty;"
            " variant inventory quantity; inventory count; inventory level; on hand; quantity on hand;"
            " qty on hand; free stock; total stock; units in stock; qoh; soh; current stock;"
            " quantity to sell on facebook; inventories;"
            # FR
            " quantite; quantite en stock; qte; qte stock; quantite stock; quantite disponible; stock dispo;"
            " stock disponible; en stock; stock reel; qte dispo; stock total;"
            # DE
            " bestand; lagerbestand; lager; lagermenge; menge; anzahl; bestandsmenge; lagerstand;"
            " verfuegbare menge; vorrat;"
            # ES, IT, PT
            " existencias; cantidad; unidades; stock unidades; cantidad stock; giacenza; quantita;"
            " quantita disponibile; scorta; scorte; magazzino; qta; quantidade; estoque; esistenza;"
            # CZ/SK, PL, RU/UK, HU, RO, NL, JA, Nordics
            " sklad; skladem; skladova zasoba; mnozstvi; skladem ks; pocet kusu; pocet ks; na sklade; stan;"
            " stan magazynowy; ilosc; stany; ilosc w magazynie; остаток; остатки; количество; кількість;"
            " keszlet; raktarkeszlet; mennyiseg; stoc; cantitate; voorraad; aantal; 在庫; 在庫数;"
            " 数量; lagersaldo;"
            " lager antal; antal; saldo; varasto; stok; adet; stok adedi;"
            " 库存; 库存数量; 数量库存; 庫存; 庫存數量; 재고; 재고수량; 재고량; αποθεμα; αποθεματα;"
            " διαθεσιμοτητα; ποσοτητα;"
            " διαθεσιμη ποσοτητα; מלאי; כמות; כמות במלאי; المخزون; الكمية; كمية; الكمية المتوفرة; จำนวน; สต็อก;"
            " остаток на складе; залишок; залишки; свободный остаток; наличност; kolicina; zaliha; zalihe;"
            " stanje; kiekis; likutis; kogus; laoseis; so luong; ton kho; stok; jumlah; varastosaldo;"
            " lagerbeholdning; beholdning; pa lager;"
            " quantity; qty; qnty; variants inventory quantity; fulfillment center quantity;"
            " stock count; stock 1"
        ),
        usual=(
            "availability; available; avail; online availability; onlineavailability; dispo; disponible;"
            " disponibilite; verfugbarkeit; verfuegbarkeit;"
            " verfugbar; verfuegbar; lieferstatus; lagerstatus; disponibilidad; disponibilita; disponibile;"
            " disponibilidade; dostupnost; dostepnosc; наличие; в наличии; наявність; disponibilitate;"
            " beschikbaarheid; vorratig; vorraetig; stock status; availability status; count; units;"
            " number in stock; is in stock; lieferbar; stock indicator; available qty; delivery status;"
            " instock quantity; quantity 1; instock flag; in stock?; backorder; stok miktari;"
            " availability date stock; sale status; verkaufsstatus"
        ),
        weak="status",
        never_with=(
            "min; minimum; minimal; max; maximum; order; per; pack; pallet; box; carton; tier; date; text;"
            " managed; manage; track; tracker; policy; keeping; code; unit; control; low; alert; threshold;"
            " price; cart; increment; use; config; notify; out; incoming; reserved; weight; uom; delivery;"
            " package; lot; multiple; discount; status changed; when; colis; palette; mini; minimale;"
            " bestellmenge; mindest;"
            " product status; allow; depends; advanced; management; warehouse; serving; size; name; sku; url;"
            " step; purchase; available from; shipping; backorders; location; for order; online; days;"
            " condition; backorderable; images; visible; packaging; children; child; lower; next; comparison;"
            " publishing; reviews; ratings; parent; value; jednostkach; jednostce; opakowaniu;"
            " opakowania; kartonie;"
            " paczce; palecie; zbiorczym; baleni; krabici; doos; verpakking; caja; confezione;"
            " упаковке; коробке"
        ),
    ),
    "weight": Names(
        sure=(
            "weight; product weight; item weight; net weight; gross weight; weight kg; weight g; weight grams;"
            " weight lbs; variant grams; grams; variant weight; shipping weight; package weight; weight net;"
            " weight gross; weight value; poids; poids net; poids brut; poids kg; poids g; poids unitaire;"
            " gewicht; nettogewicht; bruttogewicht; gewicht kg; gewicht netto; gewicht brutto; versandgewicht;"
            " artikelgewicht; peso; peso neto; peso bruto; peso kg; peso netto; peso lordo; peso articolo;"
            " vaha; hmotnost; waga; masa; вес; вес кг; масса; вага; suly; tomeg; greutate; 重量;"
            " 重さ; vikt; vekt;"
            " vaegt; paino; agirlik; item weight value; unit weight; weight per unit; variants grams;"
            " variants weight; trade item weight; grossweight; netweight; weight in kg; gewicht in kg;"
            " pack weight; package weight value; measurements package weight value; waga brutto; waga netto;"
            " waga jednostkowa; waga produktu; hmotnost brutto; hmotnost netto; hmotnost kg;"
            " вес нетто; вес товара;"
            " вес брутто; вес г; вес упаковки; тегло; βαρος; משקל; الوزن; وزن; 重量g; 무게; 중량;"
            " tezina; masa netto;"
            " svoris; kaal; trong luong; berat; น้ำหนัก; weight oz; weight lb"
        ),
        usual=(
            "quantity weight; net content; contenance; conditionnement; size weight; massa; вес брутто;"
            " volume weight; nettofüllmenge; inhalt; bruttomasse; nettomasse; net weight value; quantity"
        ),
        never_with=(
            "unit; uom; impact; type; class; min; max; volumetric; dimensional; fabric; paper; order;"
            " available; stock; in; sell; grammage; tracking"
        ),
    ),
    "vat_rate": Names(
        sure=(
            "vat; kdv; kdv orani; vat rate; vat percent; vat %; vat percentage; tax rate; tax percent;"
            " tax percentage;"
            " taux tva; tva; taux de tva; tva %; code tva; mwst; mwst satz; mehrwertsteuer; ust; ust satz;"
            " steuersatz; mwst %; iva; tipo iva; % iva; aliquota iva; aliquota; dph; sazba dph; vat dph;"
            " stawka vat; stawka; ндс; ставка ндс; btw; btw tarief; btw percentage; moms; afa; tax; 税率"
        ),
        usual=(
            "tax class; tax class name; tax category; taxcategory; tax code; tax rules id; product tax code; tax status"
        ),
        never_with=(
            "price; amount; includes; including; sales; excluded; included; excl; incl; prix; preis; precio;"
            " prezzo; cena; number; id number; s; bez"
        ),
    ),
}

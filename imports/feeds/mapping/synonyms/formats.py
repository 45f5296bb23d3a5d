"""Paths and fields of published standards whose names say nothing, or something else, by themselves.

Keys are folded, without spaces; an empty entry means that no target is meant.
"""

FORMAT_PATHS: dict[str, dict[str, float]] = {
    # ONIX 2.1 short tags
    "productidentifier[b221='15']/b244": {"ean": 1.0},
    "productidentifier[b221='03']/b244": {"ean": 0.9},
    "productidentifier[productidtype='15']/idvalue": {"ean": 1.0},
    "productidentifier[productidtype='03']/idvalue": {"ean": 0.9},
    "productidentifier/b244": {"ean": 0.7},
    "productidentifier/idvalue": {"ean": 0.7},
    "a001": {"supplier_sku": 1.0},
    "title/b203": {"title": 1.0},
    "publisher/b081": {"brand": 1.0},
    "imprint/b079": {"brand": 0.9},
    "supplydetail/price/j151": {"price": 1.0},
    "supplydetail/price/j152": {"currency": 1.0},
    "b064": {"category": 1.0},
    "othertext/d104": {"description": 1.0},
    "mediafile/f117": {"image_url": 1.0},
    "measure[measuretypecode='08']/measurement": {"weight": 1.0},
    "measure[c093='08']/c094": {"weight": 1.0},
    # ONIX 3.0
    "descriptivedetail/measure[measuretype='08']/measurement": {"weight": 1.0},
    "productsupply/supplydetail/price/priceamount": {"price": 1.0},
    "productsupply/supplydetail/price/currencycode": {"currency": 1.0},
    "descriptivedetail/titledetail/titleelement/titletext": {"title": 1.0},
    "descriptivedetail/subject/subjectcode": {"category": 1.0},
    "collateraldetail/textcontent/text": {"description": 1.0},
    "collateraldetail/supportingresource/resourceversion/resourcelink": {"image_url": 1.0},
    "publishingdetail/publisher/publishername": {"brand": 1.0},
    # Icecat
    "supplier/@name": {"brand": 1.0},
    "category/name/@value": {"category": 1.0},
    "eancode/@ean": {"ean": 1.0},
    "ean_upcs/ean_upc/@value": {"ean": 1.0},
    "@prod_id": {"supplier_sku": 1.0},
    "@title": {"title": 1.0},
    "@model_name": {"title": 1.0},
    "@highpic": {"image_url": 1.0},
    "@catid": {"category": 1.0},
    "summarydescription/longsummarydescription": {"description": 1.0},
    "summarydescription/shortsummarydescription": {"short_description": 1.0},
    # Ceneo
    "attrs/a[@name='producent']": {"brand": 1.0},
    "attrs/a[@name='kod_producenta']": {"mpn": 1.0},
    "attrs/a[@name='kodproducenta']": {"mpn": 1.0},
    "attrs/a[@name='ean']": {"ean": 1.0},
    "imgs/main/@url": {"image_url": 1.0},
    "@avail": {},
    # Swiss article master (oddb2xml, Refdata)
    "comp/name": {"brand": 1.0},
    "dscr": {"title": 1.0},
    "phar": {"supplier_sku": 0.9},
    "pexf": {"price": 0.9, "cost": 0.9},
    "ppub": {"price": 0.85, "price_list": 0.9},
    # Atom and RSS feeds
    "link/@href": {"url": 1.0},
}

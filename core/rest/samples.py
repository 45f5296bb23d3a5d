"""Examples of the OpenAPI document: drawn from the shapes, with values as a shop would have them."""

from typing import Any

from core.rest.codes import codes

ID = "6f1f2b8e-3a54-4c52-9d3e-0b6a7c1d2e3f"
MOMENT = "2026-11-25T09:30:00Z"
DEEPEST = 6
Node = dict[str, Any]

BY_FORMAT: dict[str, Any] = {
    "uuid": ID,
    "date-time": MOMENT,
    "date": "2026-11-25",
    "email": "claire@maison-dupont.example",
    "uri": "https://www.maison-dupont.example",
    "ipv4": "192.0.2.17",
    "binary": "price-list.csv",
    "decimal": "129.90",
}
BY_TYPE: dict[str, Any] = {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None, "object": {}}
BY_NAME: dict[str, Any] = {
    "name": "Perceuse GSR 18V-55",
    "title": "Perceuse GSR 18V-55",
    "sku": "GSR-18V-55",
    "ean": "04059952514475",
    "brand": "Bosch",
    "mpn": "06019H5202",
    "category": "Outillage > Perceuses",
    "price": "129.90",
    "amount": "129.90",
    "currency": "EUR",
    "country": "FR",
    "stock": 84,
    "supplier_name": "Maison Martin",
    "supplier_code": "MARTIN",
    "supplier_sku": "W-77",
    "code": "MARTIN",
    "search": "perceuse",
    "file_name": "martin-2026-11.csv",
    "file": "martin-2026-11.csv",
    "phone": "+33 1 23 45 67 89",
    "website": "https://www.maison-martin.example",
    "page": 1,
    "per_page": 20,
    "page_size": 20,
    "total": 1,
    "priority": 100,
    "image_url": "https://images.example.com/gsr-1.jpg",
    "next_cursor": None,
    "cursor": None,
    "address": "12 rue des Lilas, 69003 Lyon",
}


def complete(result: Node, generator: Any, request: Any, public: bool) -> Node:
    """Give every body and parameter without an example one drawn from its shape; list the error codes."""
    result["info"]["x-error-codes"] = codes()
    _tidy(result)
    schemas = result.get("components", {}).get("schemas", {})
    for methods in result["paths"].values():
        for operation in methods.values():
            for content in _contents(operation):
                if "example" not in content and "examples" not in content:
                    content["example"] = sample(content.get("schema", {}), schemas)
            for parameter in operation.get("parameters", ()):
                if "$ref" not in parameter and "example" not in parameter:
                    parameter["example"] = sample(parameter["schema"], schemas, name=parameter["name"])
    return result


def sample(schema: Node, schemas: Node, *, name: str = "", depth: int = 0) -> Any:
    """A value of that shape."""
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return sample(schemas[schema["$ref"].rpartition("/")[2]], schemas, name=name, depth=depth)
    for choice in ("allOf", "oneOf", "anyOf"):
        if choice in schema:
            real = [each for each in schema[choice] if each.get("type") != "null"]
            return sample({**real[0], **_own(schema, choice)}, schemas, name=name, depth=depth)
    if "example" in schema:
        return schema["example"]
    return _drawn(schema, schemas, name=name, depth=depth)


def _drawn(schema: Node, schemas: Node, *, name: str, depth: int) -> Any:
    kind = _kind(schema)
    if kind == "object" or "properties" in schema:
        return _object(schema, schemas, depth=depth)
    if kind == "array":
        items = schema.get("items", {})
        return [sample(items, schemas, name=name.removesuffix("s"), depth=depth + 1)] if depth < DEEPEST else []
    if "enum" in schema:
        return next(value for value in schema["enum"] if value not in (None, ""))
    if "const" in schema:
        return schema["const"]
    return _plain(schema, kind, name)


def _object(schema: Node, schemas: Node, *, depth: int) -> Any:
    if depth >= DEEPEST:
        return {}
    fields = {
        name: sample(field, schemas, name=name, depth=depth + 1)
        for name, field in schema.get("properties", {}).items()
        if not field.get("writeOnly") or depth == 0
    }
    more = schema.get("additionalProperties")
    if not fields and isinstance(more, dict) and more:
        fields = {"title": sample(more, schemas, name="title", depth=depth + 1)}
    return fields


def _plain(schema: Node, kind: str, name: str) -> Any:
    known = BY_NAME.get(name)
    if known is not None and _fits(known, kind, schema):
        return known
    if schema.get("default") not in (None, ""):
        return schema["default"]
    if schema.get("format") in BY_FORMAT and kind == "string":
        return BY_FORMAT[schema["format"]]
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 0), 1)
    value = BY_TYPE.get(kind, "text")
    return value[: schema["maxLength"]] if isinstance(value, str) and "maxLength" in schema else value


def _fits(value: Any, kind: str, schema: Node) -> bool:
    kinds: dict[str, Any] = {"string": str, "integer": int, "number": (int, float)}
    is_plain = not schema.get("format") or schema["format"] in ("uri", "binary", "decimal")
    return is_plain and isinstance(value, kinds.get(kind, ())) and len(str(value)) <= schema.get("maxLength", 1000)


def _kind(schema: Node) -> str:
    kind = schema.get("type", "string")
    return next((each for each in kind if each != "null"), "null") if isinstance(kind, list) else str(kind)


def _own(schema: Node, choice: str) -> Node:
    return {key: value for key, value in schema.items() if key not in (choice, "description", "title")}


def _tidy(node: Any) -> None:
    """Take out what the generator leaves behind: its marks, and "anything or null", which null would fit twice."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
        if {} in node.get("oneOf", ()):
            del node["oneOf"]
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _tidy(each)


def _contents(operation: Node) -> list[Node]:
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [content for body in bodies for content in body.get("content", {}).values()]

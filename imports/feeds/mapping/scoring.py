"""Confidence that a column feeds a target, from its name and its values together."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from imports.feeds.mapping.companions import is_amount, weight_unit_column
from imports.feeds.mapping.evidence import fit_of
from imports.feeds.mapping.fields import TARGETS
from imports.feeds.mapping.matching import NameMatch, is_decoy, match_name
from imports.feeds.mapping.naming import read_name
from imports.feeds.mapping.profiles import Profile
from imports.feeds.mapping.shapes import guess_from_values
from imports.feeds.mapping.why import Why
from imports.feeds.units import WEIGHT_UNITS, unit_in

THRESHOLD = 0.48
_SURE = 0.87
_LIKELY = 0.8
_MODEST = 0.6
_DOUBTFUL = 0.5
_LONGEST_TITLE = 120
_NEARLY_ALL, _ENOUGH_TITLES = 0.8, 5
_FILLED_BONUS, _LEFT_BONUS, _BACK, _EMPTY = 0.04, 0.015, 0.06, 0.02
_REPEATED = re.compile(r" \(\d+\)$")  # the second column of one name: the first one counts
_PACK_SIZE = re.compile(r"(?i)\d+(?:[.,]\d+)?\s*(?:kg|g|gr|mg|l|ml|cl|lbs?|oz)\.?")


@dataclass(frozen=True)
class Score:
    """`confidence` is what people see; `value` decides between columns (fuller and further left wins ties)."""

    confidence: float
    value: float
    reason: Why


Scores = dict[str, dict[str, Score]]


def score_columns(profiles: Mapping[str, Profile], *, confirmed: Mapping[str, str]) -> Scores:
    """Target -> column -> score, only where the confidence reaches the threshold."""
    scores: Scores = {target: {} for target in TARGETS}
    partners = _trade_partners(profiles)
    has_names = not all(read_name(column).is_positional for column in profiles)
    for position, (column, values) in enumerate(profiles.items()):
        place = _LEFT_BONUS * (1 - position / max(len(profiles), 1)) + _FILLED_BONUS * values.filled
        place -= _BACK if _REPEATED.search(column) else 0.0
        place -= _EMPTY if values.is_empty else 0.0
        matches = match_name(column, confirmed=confirmed)
        if column in partners:
            matches.pop("brand", None)
        for target, match in matches.items():
            _enter(scores, target, column, _named(target, column, match=match, values=values), place=place)
        if _is_open(matches) and not is_decoy(column):
            for target, (confidence, reason) in guess_from_values(values, has_names=has_names).items():
                _enter(scores, target, column, (confidence, reason), place=place)
    _promote_description(scores, profiles)
    _promote_texts(scores, profiles)
    _promote_measured(scores, profiles)
    _promote_pack_price(scores, profiles)
    _promote_words(scores, profiles)
    if not has_names:
        _promote_whole_prices(scores, profiles)
    return scores


def _promote_description(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """Lists without any title column call their titles "Description": the short plain texts are taken as titles."""
    named = [column for column in scores["title"] if column not in scores["description"]]
    if any(_is_title(profiles[column], scores["title"][column]) for column in named):
        return
    for column, score in list(scores["description"].items()):
        values = profiles[column]
        if not values.is_empty and values.mean_length <= _LONGEST_TITLE and values.share("html") < 0.05:
            why = Why("only_title", {"column": column})
            scores["title"][column] = Score(score.confidence, score.value + 0.5, why)
            del scores["description"][column]
            return


def _is_title(values: Profile, score: Score) -> bool:
    """Named so, or named a little so ("model") and holding several words."""
    return score.confidence >= _MODEST or (values.share("spaces") > 0.5 and values.mean_length > 10)


def _promote_texts(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """Lists that name no title in any language we know: the first column of short, ever different texts is taken."""
    if scores["title"]:
        return
    named = {column for found in scores.values() for column in found}
    for column, values in profiles.items():
        if column in named or is_decoy(column) or values.filled < _NEARLY_ALL or values.distinct < _NEARLY_ALL:
            continue
        found = guess_from_values(values, has_names=False).get("title")
        if found and values.filled_rows >= _ENOUGH_TITLES:
            _enter(scores, "title", column, found, place=0.0)
            return


def _promote_measured(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """A column of numbers whose neighbour holds their weight units, under a name that says nothing by itself."""
    if scores["weight"]:
        return
    named = {column for found in scores.values() for column in found}
    for column, values in profiles.items():
        is_open = column not in named and is_amount(column) and values.share("number") >= _NEARLY_ALL
        unit = weight_unit_column(column, profiles) if is_open else None
        if unit:
            _enter(scores, "weight", column, (_MODEST, Why("unit_beside", {"unit": unit})), place=0.0)
            return


def _promote_pack_price(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """Lists with a column for each pack ("1 kg", "500 g") and no other price: the first pack's price is taken."""
    if scores["price"]:
        return
    packs = [column for column in profiles if _PACK_SIZE.fullmatch(column.strip())]
    fits = [column for column in packs if fit_of("price", profiles[column]) > 0]
    if len(fits) > 1:
        scores["price"][fits[0]] = Score(_MODEST, _MODEST, Why("pack", {"column": fits[0]}))


def _promote_words(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """Of columns that tell the status, one with words ("draft") says more than one with yes and no ("published")."""
    for column, score in scores["status"].items():
        if profiles[column].status_words > 0.5:
            scores["status"][column] = replace(score, value=score.value + 0.5)


def _promote_whole_prices(scores: Scores, profiles: Mapping[str, Profile]) -> None:
    """Nameless columns without any decimals: of two columns of whole numbers the larger ones are prices."""
    if scores["price"]:
        return
    numbers = [column for column, values in profiles.items() if _is_whole_amount(values)]
    numbers.sort(key=lambda column: profiles[column].mean_length, reverse=True)
    if len(numbers) > 1 and profiles[numbers[0]].mean_length >= profiles[numbers[1]].mean_length + 1:
        scores["price"][numbers[0]] = Score(_DOUBTFUL, _DOUBTFUL, Why("largest_numbers"))


def _is_whole_amount(values: Profile) -> bool:
    return values.share("integer") > 0.95 and values.max_length <= 7 and values.distinct_values > 2


def _is_open(matches: Mapping[str, NameMatch]) -> bool:
    """Whether the name leaves the question to the values: it says nothing, or only "some identifier"."""
    return all(match.score < _MODEST and target in ("supplier_sku", "mpn") for target, match in matches.items())


def _trade_partners(columns: Iterable[str]) -> set[str]:
    """Columns such as "Vendor" beside "Vendor Product Code" and "Vendor Product Name": the supplier, not a brand."""
    words = {column: read_name(column).words for column in columns}
    firsts = [w[0] for w in words.values() if len(w) > 1]
    return {column for column, w in words.items() if len(w) == 1 and firsts.count(w[0]) >= 2}


def _enter(scores: Scores, target: str, column: str, found: tuple[float, Why] | None, *, place: float) -> None:
    if found and found[0] >= THRESHOLD:
        confidence, reason = found
        known = scores[target].get(column)
        if known and known.confidence >= confidence:
            return
        scores[target][column] = Score(round(min(confidence, 0.99), 2), confidence + place, reason)


def _named(target: str, column: str, *, match: NameMatch, values: Profile) -> tuple[float, Why] | None:
    fit = fit_of(target, values)
    if fit == 0 or not _is_credible(target, column, match=match, values=values):
        return None
    return match.score * (0.6 + 0.4 * fit), _reason(target, column, match=match, values=values)


def _is_credible(target: str, column: str, *, match: NameMatch, values: Profile) -> bool:
    """Names that mean several things need values that speak for the target."""
    if match.score >= _SURE:
        return True
    if values.is_empty:
        return False
    if target == "image_url" and match.score < _LIKELY:
        return values.share("image") > 0.5
    if target == "ean":
        return values.share("code_shape") > 0.8 and (values.valid_codes > 0.5 or values.filled_rows < 10)
    if target == "weight":
        return values.share("weight") > 0.3 or (match.score >= _MODEST and unit_in(column) in WEIGHT_UNITS)
    if target in ("brand", "category") and match.score < _LIKELY:
        return not values.is_constant
    if target == "status":
        return max(values.status_words, values.booleans) > 0.9 or values.status_words > 0.5
    if target == "stock":
        return values.stock_words > 0.5 or (match.score >= _MODEST and _counts(values))
    return True


def _counts(values: Profile) -> bool:
    return values.booleans > 0.9 or (values.share("integer") > 0.9 and not values.is_constant)


def _reason(target: str, column: str, *, match: NameMatch, values: Profile) -> Why:
    told = {"column": column, "synonym": match.synonym, "target": target}
    if values.is_empty:
        return Why("name_of_empty", told)
    if target == "ean":
        return Why("name_and_check_digits", {**told, "share": round(values.valid_codes * 100)})
    return Why("name" if match.score >= _SURE else "name_often", told)

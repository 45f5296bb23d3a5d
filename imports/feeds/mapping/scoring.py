"""Confidence that a column feeds a target, from its name and its values together."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from imports.feeds.mapping.evidence import fit_of
from imports.feeds.mapping.fields import TARGETS
from imports.feeds.mapping.matching import NameMatch, match_name
from imports.feeds.mapping.naming import read_name
from imports.feeds.mapping.profiles import Profile
from imports.feeds.mapping.shapes import guess_from_values
from imports.feeds.sentences import Sentence

THRESHOLD = 0.48
_SURE = 0.87
_LIKELY = 0.8
_FILLED_BONUS, _LEFT_BONUS = 0.04, 0.015


@dataclass(frozen=True)
class Score:
    """`confidence` is what people see; `value` decides between columns (fuller and further left wins ties)."""

    confidence: float
    value: float
    reason: Sentence


Scores = dict[str, dict[str, Score]]


def score_columns(profiles: Mapping[str, Profile], *, confirmed: Mapping[str, str]) -> Scores:
    """Target -> column -> score, only where the confidence reaches the threshold."""
    scores: Scores = {target: {} for target in TARGETS}
    has_names = not all(read_name(column).is_positional for column in profiles)
    for position, (column, values) in enumerate(profiles.items()):
        place = _LEFT_BONUS * (1 - position / max(len(profiles), 1)) + _FILLED_BONUS * values.filled
        matches = match_name(column, confirmed=confirmed)
        for target, match in matches.items():
            _enter(scores, target, column, _named(target, column, match=match, values=values), place=place)
        if not matches:
            for target, (confidence, reason) in guess_from_values(values, has_names=has_names).items():
                _enter(scores, target, column, (confidence, reason), place=place)
    return scores


def _enter(scores: Scores, target: str, column: str, found: tuple[float, Sentence] | None, *, place: float) -> None:
    if found and found[0] >= THRESHOLD:
        confidence, reason = found
        scores[target][column] = Score(round(min(confidence, 0.99), 2), confidence + place, reason)


def _named(target: str, column: str, *, match: NameMatch, values: Profile) -> tuple[float, Sentence] | None:
    fit = fit_of(target, values)
    if fit == 0 or not _is_credible(target, match, values):
        return None
    return match.score * (0.6 + 0.4 * fit), _reason(target, column, match=match, values=values)


def _is_credible(target: str, match: NameMatch, values: Profile) -> bool:
    """Names that mean several things need values that speak for the target."""
    if match.score >= _SURE:
        return True
    if values.is_empty:
        return match.score >= _LIKELY and target not in ("weight", "stock")
    if target == "image_url" and match.score < _LIKELY:
        return values.share("image") > 0.5
    if target == "ean":
        return values.share("code_shape") > 0.8 and (values.valid_codes > 0.5 or values.filled_rows < 10)
    if target == "weight":
        return values.share("weight") > 0.5
    if target in ("brand", "category") and match.score < _LIKELY:
        return not values.is_constant
    if target == "stock":
        return values.stock_words > 0.5 or values.share("integer") > 0.9 and not values.is_constant
    return True


def _reason(target: str, column: str, *, match: NameMatch, values: Profile) -> Sentence:
    params = {"column": column, "synonym": match.synonym, "target": TARGETS[target].label}
    if values.is_empty:
        return Sentence(_("The name “%(column)s” means %(target)s; the column is empty in this file."), params)
    if target == "ean":
        params["share"] = round(values.valid_codes * 100)
        text = _("The name “%(column)s” means %(target)s; %(share)d %% of its values are codes with a correct check digit.")
        return Sentence(text, params)
    if match.score >= _SURE:
        return Sentence(_("The name “%(column)s” means %(target)s and the values agree."), params)
    return Sentence(_("The name “%(column)s” often means %(target)s (“%(synonym)s”) and the values allow it."), params)

"""What surveys announces."""

from dataclasses import dataclass

from pendopo.kernel.events import Code, Event


@dataclass(frozen=True, kw_only=True)
class SurveyInvited(Event, name="surveys.survey_invited", label="Survei kepuasan ditawarkan"):
    """Whoever asked for a closed case may give an opinion; `subject` is the case."""

    service: Code
    agency: Code


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event, name="surveys.survey_answered", label="Survei kepuasan diisi"):
    """Somebody answered. `subject` is a number drawn for this answer and leads to no case."""

    service: Code
    agency: Code
    u1: int
    u2: int
    u3: int
    u4: int
    u5: int
    u6: int
    u7: int
    u8: int
    u9: int

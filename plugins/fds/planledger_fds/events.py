"""The project portfolio: what is to be done, in which order, when, and how it goes for time, resources and quality."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ledger.events import About, Code, Event, Persons, References, Text, When

PROJECT_TOPIC = "fds.project-registered"
Project = Annotated[Code, References(PROJECT_TOPIC, "project")]
Light = Literal["grön", "gul", "röd"]


class ProjectRegistered(Event, topic=PROJECT_TOPIC, title="Projekt i portföljen", key=("project",), told_by="name"):
    """A project entered the portfolio, with its owner and its project lead; a new one for the same project changes
    them.
    """

    project: Code = Field(title="Projekt", description="Kod som håller ihop projektet, t.ex. sammanhallen-journal")
    name: Text = Field(title="Projektnamn", description="Namnet som det står i portföljen")
    owners: Persons = Field((), title="Ägare", description="Initialer eller namn; registret håller dem utanför loggen")
    leads: Persons = Field((), title="Projektledare", description="Initialer eller namn, med snedstreck emellan")


class ProjectPrioritised(Event, topic="fds.project-prioritised", title="Projekt prioriterat", key=("project",)):
    """The project's place in the order of priority was decided."""

    project: Project = Field(title="Projekt", description="Projektets kod")
    priority: int = Field(title="Prio", description="Ordningstal, från ett", ge=1)


class ProjectScheduled(Event, topic="fds.project-scheduled", title="Projekt tidsatt", key=("project",)):
    """The project's timeline was decided: when it starts and ends, each a period, a word or unknown."""

    project: Project = Field(title="Projekt", description="Projektets kod")
    starts: When = Field(title="Start", description="Period (2023-Q3), ord, eller ? för okänt")
    ends: When = Field(title="Slut", description="Period (2024-Q2), ord, eller ? för okänt")


class ProjectAssessed(Event, topic="fds.project-assessed", title="Projektläge bedömt", key=("project",)):
    """How the project goes, as judged at a follow-up: a light each for time, resources and quality; none where
    unknown.
    """

    project: Project = Field(title="Projekt", description="Projektets kod")
    period: About = Field(title="Uppföljning", description="Perioden som bedömningen gäller")
    time: Light | None = Field(None, title="Tid (T)", description="grön, gul eller röd; tom för okänt")
    resources: Light | None = Field(None, title="Resurser (R)", description="grön, gul eller röd; tom för okänt")
    quality: Light | None = Field(None, title="Kvalitet (K)", description="grön, gul eller röd; tom för okänt")
    comment: Text | None = Field(None, title="Kommentar", description="Kort, utan siffror och utan personnamn")

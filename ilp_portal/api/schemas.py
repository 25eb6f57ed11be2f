"""What the API answers, field by field. A field that is not named here never leaves."""

import datetime as dt
from typing import Any, Generic, TypeVar

from ninja import Field, Schema

Row = TypeVar("Row")


class Problem(Schema):
    field: str = Field(description="A parameter.", examples=["year"])
    problem: dict[str, str] = Field(description="What is wrong with it, by language.")


class Fault(Schema):
    """Why there is no data."""

    error: str = Field(description="A code for programs.", examples=["not_found"])
    message: dict[str, str] = Field(description="What happened, by language.")
    fields: list[Problem] = Field(description="What was wrong with which part of the question.")


class Rows(Schema, Generic[Row]):
    """One page of a list."""

    count: int = Field(description="Rows in all pages.", examples=[17])
    page: int = Field(description="This page, from 1.", examples=[1])
    pages: int = Field(description="How many pages there are; 0 where there is nothing.", examples=[1])
    items: list[Row]


class Words(Schema):
    """One text in both languages; null where there is none yet."""

    en: str | None = Field(None, description="English", examples=["Tenants organize."])
    es: str | None = Field(None, description="Spanish", examples=["Inquilinas e inquilinos se organizan."])


class Day(Schema):
    """As much of a date as is known: 2019, 2019-03 or 2019-03-18."""

    value: str = Field(examples=["2019-03"])
    precision: str = Field(description="day, month, season, term or year", examples=["month"])
    season: str | None = Field(None, description="fall or spring, where the precision is a season")


class Source(Schema):
    """What a statement rests on. Without title and address where the page behind it may discuss a person."""

    publisher: str
    published: Day | None
    linked: bool
    title: str | None = None
    language: str | None = Field(None, description="Of the title.")
    url: str | None = None


class Cited(Schema):
    sources: list[Source]
    on_record_with_the_project: bool = Field(description="All of its sources are internal, and not named here.")


class Term(Cited):
    """One academic year. Names are as each person wants them, and only of those who may be named."""

    id: str = Field(examples=["2018-2019"])
    url: Words = Field(description="Its page.")
    label: str = Field(examples=["2018-19"])
    starts_on: dt.date
    ends_on: dt.date
    era: str = Field(description="dle: Day Laborer Exchange; ilp: Immigration and Labor Project")
    roster: str = Field(description="listed, press or open")
    coordinators: list[str] = Field(description="Public names; whoever shows without one is not in this list.")
    focus: Words | None
    focus_basis: str = Field(description="stated, general, derived or none")
    notes: Words | None


class Tie(Schema):
    id: str = Field(description="Of the partner.")
    role: str = Field(description="partner, or institution: one that the campaign addressed")
    is_lead: bool


class Outcome(Cited):
    date: Day | None
    figure: str | None = Field(description="A decimal number as text.", examples=["2500000"])
    unit: Words | None
    text: Words | None


class Campaign(Cited):
    id: str
    url: Words
    title: Words | None
    scope: str = Field(description="ilp: the project's own; ki: of its host; allied: of others")
    kinds: list[str]
    status: str = Field(description="ongoing, completed or unknown")
    started: Day | None
    ended: Day | None
    summary: Words | None
    coordinators_did: Words | None
    caution: Words | None
    terms: list[str] = Field(description="Ids of academic years.")
    partners: list[Tie]
    outcomes: list[Outcome]


class Partner(Cited):
    id: str
    url: Words
    name: str
    gloss: Words | None = Field(description="The name in that language.")
    acronym: str
    former_names: list[Any]
    kind: str
    relationship: str
    joint_work_on_record: bool
    region: str
    place: Words | None
    description: Words | None
    website: str


class Event(Cited):
    """One event. The place is exact only where the page of the event shows it to everybody."""

    id: str
    url: Words
    title: Words | None
    summary: Words | None
    kind: str
    status: str = Field(description="published, postponed or cancelled")
    date: Day
    starts_at: dt.datetime | None = Field(description="With the offset of its time zone; null: no hour on record.")
    ends_at: dt.datetime | None
    time_zone: str = Field(examples=["America/New_York"])
    recurrence: Words | None
    mode: str = Field(description="in-person, online or empty")
    place: str
    languages: list[str]
    interpretation: list[str] = Field(description="Languages interpreted into.")
    part_of_the_project: str = Field(description="documented, ki_documented (its host) or not_documented")
    partners: list[str] = Field(description="Ids of partners.")
    campaign: str | None
    term: str | None
    takes_sign_ups: bool
    version: int = Field(description="Of when and where, from 1; a larger one tells of a change.")


class Week(Schema):
    """Approved hours on one campaign in one week, from Monday to Sunday."""

    campaign: str = Field(description="Its id.")
    week: dt.date = Field(description="The Monday.")
    hours: float
    people: int


class Person(Schema):
    """One coordinator of the term, as staff know the person."""

    name: str
    may_be_named: bool = Field(description="Whether the name may stand in public.")
    public_name: str = Field(description="As it may be printed; empty where it must not.")
    language: str | None = Field(description="In which the person wants to be written to; null without an account.")
    campaigns: list[str] = Field(description="Ids.")


class Report(Schema):
    """One report as it was sent."""

    id: str
    about: str = Field(description="partner, campaign or term")
    subject: str = Field(description="The id of the partner, campaign or term.")
    starts_on: dt.date
    ends_on: dt.date
    frozen_at: dt.datetime
    checksum: str = Field(description="SHA-256, printed on every form of the report.")


class FrozenReport(Report):
    facts: dict[str, Any] = Field(description="What the report prints, in both languages.")

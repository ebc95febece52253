"""Commands for proof: ``key``, ``checkpoint``, ``prove`` and ``verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.cli.output import complain, say, style, warn, write_bytes
from ledger.cli.state import State
from ledger.language import _, counted
from ledger.problems import Origin, Refused, refused

if TYPE_CHECKING:
    from ledger.integrity.keys import VerifierKey
    from ledger.proving import Verdict

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "key",
    help=_("Gör en signeringsnyckel för liggaren, i en egen fil; den läggs aldrig i liggaren: key region.example/plan"),
)
@click.argument("name", metavar=_("NAMN"))
@click.option("-o", "--output", required=True, metavar=_("FIL"), type=_FILE, help=_("Filen som bara du kan läsa."))
@click.pass_obj
def key_command(state: State, name: str, output: Path) -> None:
    """Make a signing key."""
    from ledger.integrity.keys import SigningKey, write_key

    key = SigningKey.new(name, state.surroundings.random)
    public = write_key(key, output)
    say(_("Signeringsnyckeln ligger i {file}; den som har den kan signera i liggarens namn.").format(file=output))
    say(_("Verifieringsnyckeln, som alla får ha, ligger i {file}:").format(file=public))
    say(str(key.verifier))


@click.command("checkpoint", help=_("En signerad kontrollpunkt: hur många händelser liggaren har, och deras rot."))
@click.option("--key", required=True, metavar=_("FIL"), type=_FILE, help=_("Signeringsnyckeln."))
@click.option("-o", "--output", metavar=_("FIL"), type=_FILE, help=_("Filen; spara den utom räckhåll för databasen."))
@click.pass_obj
def checkpoint_command(state: State, key: Path, output: Path | None) -> None:
    """Write a checkpoint."""
    from ledger.integrity.keys import read_signing_key

    if output is not None and output.exists():
        raise refused(_("{address} finns redan").format(address=output), _("en kontrollpunkt skrivs aldrig över"))
    _written(str(state.ledger.checkpoint(read_signing_key(key))), output)


@click.command(
    "prove",
    help=_(
        "Ett bevis att ta med sig: att en händelse finns i liggaren (prove HÄNDELSE),"
        " eller att den bara har vuxit (prove --since KONTROLLPUNKT)."
    ),
)
@click.argument("event", metavar=_("[HÄNDELSE-ID]"), required=False)
@click.option("--since", metavar=_("FIL"), type=_FILE, help=_("En kontrollpunkt som någon har sparat."))
@click.option("--checkpoint", metavar=_("FIL"), type=_FILE, help=_("Kontrollpunkten som beviset ska gälla."))
@click.option("--key", metavar=_("FIL"), type=_FILE, help=_("Signeringsnyckeln, för en ny kontrollpunkt."))
@click.option("--no-content", is_flag=True, help=_("Utan vad händelsen säger: bara att den finns."))
@click.option("-o", "--output", metavar=_("FIL"), type=_FILE, help=_("Filen."))
@click.pass_obj
def prove_command(
    state: State,
    event: str | None,
    since: Path | None,
    checkpoint: Path | None,
    key: Path | None,
    no_content: bool,
    output: Path | None,
) -> None:
    """Write a proof."""
    from ledger.integrity.keys import read_signing_key

    if event is not None and since is not None:
        raise refused(
            _("ett bevis gäller antingen en händelse eller att liggaren bara har vuxit"), _("ange bara det ena")
        )
    if checkpoint is not None and key is not None:
        raise refused(_("beviset gäller en kontrollpunkt: den som finns, eller en ny"), _("ange bara det ena"))
    if event is None and since is None:
        raise refused(_("säg vad som ska bevisas"), _("ange en händelse, eller --since och en sparad kontrollpunkt"))
    if checkpoint is None and key is None:
        remedy = _("ange --checkpoint och en fil, eller --key och signeringsnyckeln")
        raise refused(_("kontrollpunkten saknas"), remedy)
    ledger = state.ledger
    note = _kept(checkpoint) if checkpoint else str(ledger.checkpoint(read_signing_key(key))) if key else ""
    if event is not None:
        _written(str(ledger.prove(event, note, with_content=not no_content)), output)
    elif since is not None:
        _written(str(ledger.prove_growth(_kept(since), note)), output)


@click.command("verify", help=_("Räkna om allt från de lagrade byten, och jämför med sparade kontrollpunkter."))
@click.option(
    "--checkpoint", "checkpoints", multiple=True, metavar=_("FIL"), type=_FILE, help=_("En sparad kontrollpunkt.")
)
@click.option(
    "--key", "keys", multiple=True, metavar=_("FIL"), type=_FILE, help=_("Verifieringsnyckeln som signerade den.")
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Hur det skrivs."))
@click.pass_context
def verify_command(context: click.Context, checkpoints: tuple[Path, ...], keys: tuple[Path, ...], form: str) -> None:
    """Verify the ledger. Exit code 1 if anything is not as it was recorded."""
    from ledger.integrity.keys import read_verifier_key

    if checkpoints and not keys:
        raise refused(_("nyckeln till kontrollpunkten saknas"), _("ange verifieringsnyckelns fil med --key"))
    state: State = context.obj
    known: list[VerifierKey] = [read_verifier_key(key) for key in keys]
    verdict = state.whole_ledger.verify([_kept(each) for each in checkpoints], known)
    if form == "json":
        import json

        say(json.dumps(_data(verdict), ensure_ascii=False, indent=2))
    else:
        _tell(verdict, len(checkpoints))
    if not verdict.sound:
        context.exit(1)


def _tell(verdict: Verdict, checkpoints: int) -> None:
    stored = verdict.stored
    for fault in stored.faults:
        place = _("position {position}: ").format(position=fault.position) if fault.position is not None else ""
        complain(f"{place}{fault.what}")
    for note in verdict.notes:
        warn(note)
    if not stored.sound:
        first = stored.first
        say(style(_("Liggaren är inte som den registrerades."), "bad"))
        if first is not None:
            say(_("Det första felet: position {position}.").format(position=first))
        return
    events = counted(stored.size, "{n} händelse", "{n} händelser")
    say(style(_("Liggaren är som den registrerades: {events}.").format(events=events), "good"))
    say(_("Rot: {root}").format(root=stored.root.hex()))
    if stored.issued:
        say(counted(stored.issued, "{n} fastställd rapport är omgjord.", "{n} fastställda rapporter är omgjorda."))
    if stored.removed:
        what = counted(stored.removed, "{n} händelse", "{n} händelser")
        say(_("Innehållet i {events} är borttaget genom beslut.").format(events=what))
    if stored.erased:
        say(counted(stored.erased, "{n} person är borttagen ur registret.", "{n} personer är borttagna ur registret."))
    if checkpoints:
        say(counted(checkpoints, "Den stämmer med kontrollpunkten.", "Den stämmer med {n} kontrollpunkter."))
    else:
        say(_("Att ingen har gjort om allt från början visar bara en kontrollpunkt som någon annan har sparat."))


def _data(verdict: Verdict) -> dict[str, object]:
    stored = verdict.stored
    return {
        "sound": stored.sound,
        "size": stored.size,
        "root": stored.root.hex(),
        "removed": stored.removed,
        "erased": stored.erased,
        "issued": stored.issued,
        "first": stored.first,
        "faults": [{"position": fault.position, "what": fault.what} for fault in stored.faults],
        "notes": verdict.notes,
    }


def _kept(file: Path) -> str:
    """A checkpoint as it lies in a file, byte for byte; nothing is verified yet. Raises ``Refused``, with the file's
    name, if it cannot be read or is none.
    """
    from ledger.integrity.checkpoint import Checkpoint
    from ledger.integrity.encoding import text_of
    from ledger.integrity.note import Note

    try:
        text = text_of(file.read_bytes())
        Checkpoint.parse(Note.parse(text).text)
    except OSError as error:
        what = _("filen kan inte läsas: {error}").format(error=error.strerror)
        raise refused(what, _("ange en fil som finns"), file=str(file)) from None
    except Refused as refusal:
        raise Refused(problem.at(Origin(str(file))) for problem in refusal.problems) from None
    return text


def _written(text: str, output: Path | None) -> None:
    if output:
        write_bytes(output, text.encode())
    else:
        say(text)

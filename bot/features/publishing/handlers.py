"""/publish: the workbook goes out, files come in, and what they would change is looked at, published or discarded."""

from typing import Final

from bot.content import editions
from bot.content.sheets.limits import LARGEST_FILE
from bot.content.sheets.recognising import reason_of, said
from bot.core.errors import PersonError
from bot.core.translation import msg
from bot.features.publishing import store
from bot.features.publishing.jobs import UPLOAD_JOB
from bot.features.publishing.kinds import Kind, kind_of, name_of
from bot.features.publishing.presses import (
    ChooseVisit,
    DiscardProposal,
    OpenChanges,
    OpenClashes,
    OpenProposal,
    PublishProposal,
    PutOnTop,
    SendWorkbook,
)
from bot.features.publishing.seeing import Preview, preview_of
from bot.features.publishing.store import Proposal
from bot.features.publishing.views import beginning, deciding, preview, results
from bot.features.publishing.workbook import WORKBOOK_JOB
from bot.telegram.citing import no_visit, not_open
from bot.telegram.presses_of_editors import OpenPublish
from bot.telegram.publishing import Publication, publish
from bot.telegram.requests import Request
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Routes
from bot.telegram.screens import Answers, Published, Screen, Task

_NO_LONGER: Final = msg("This no longer fits what holds now: {reason}. Take a fresh workbook.")


async def begin(request: Request) -> Answers:
    """Explain how to publish from a file, and ask which visit when there are several; read a file that came along."""
    if (taken := await take_file(request)) is not None:
        return taken
    visits = request.editions_with(Role.EDITOR)
    owner = request.person.role is Role.OWNER
    if not visits:
        return beginning.first_visit_screen(request.tr) if owner else no_visit(request.tr)
    if len(visits) > 1:
        return beginning.which_visit_screen(visits, request.tr)
    return beginning.start_screen(visits[0], (), owner, request.tr)


async def open_publish(request: Request, data: OpenPublish) -> Answers:
    """Explain how to publish this visit from a file."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    others = [one for one in request.editions_with(Role.EDITOR) if one is not edition]
    return beginning.start_screen(edition, others, request.person.role is Role.OWNER, request.tr)


async def send_workbook(request: Request, data: SendWorkbook) -> Answers:
    """Have the workbook made and sent."""
    edition = request.edition(data.visit)
    if edition is None:
        return not_open(request.tr)
    task = Task(WORKBOOK_JOB, {"visit": edition.visit_id, "language": request.tr.language})
    return beginning.coming_screen(edition, request.tr), task


async def take_file(request: Request) -> Answers | None:
    """Have a file read that an editor sent; None where it is nobody's business here."""
    document = request.message.document if request.message is not None else None
    if document is None or request.person.anonymous or not request.person.may(Role.EDITOR):
        return None
    kind = kind_of(document)
    if kind is Kind.OTHER and request.person.may(Role.ADMIN):
        # It may be something to announce.
        return None
    if kind is not Kind.READ:
        return beginning.what_is_read_screen(request.tr)
    if document.file_size is not None and document.file_size > LARGEST_FILE:
        return results.too_large_screen(request.tr)
    screen = beginning.reading_screen(name_of(document), request.person.may(Role.ADMIN), request.tr)
    return screen, _upload(request, document.file_id, name_of(document), _chosen(request))


async def choose_visit(request: Request, data: ChooseVisit) -> Answers:
    """Read a file as one of the visit that its editor chose."""
    found = await _found(request, data.visit, data.proposal)
    if isinstance(found, Screen):
        return found
    if found.file is None:
        return deciding.gone_screen(request.tr)
    await request.unit.write(store.decided, found.proposal_id, "discarded")
    screen = beginning.reading_screen(found.file_name, announces=False, tr=request.tr)
    return screen, _upload(request, found.file, found.file_name, data.visit)


async def open_proposal(request: Request, data: OpenProposal) -> Answers:
    """Show what would change now."""
    found = await _preview(request, data.visit, data.proposal, quiet=data.quiet)
    return found if isinstance(found, Screen) else preview.preview_screen(found, request.tr)


async def open_changes(request: Request, data: OpenChanges) -> Answers:
    """Show field by field what would change now."""
    found = await _preview(request, data.visit, data.proposal, quiet=data.quiet)
    return found if isinstance(found, Screen) else preview.changes_screen(found, data.page, request.tr)


async def open_clashes(request: Request, data: OpenClashes) -> Answers:
    """Show what would not fit."""
    found = await _preview(request, data.visit, data.proposal, quiet=data.quiet)
    return found if isinstance(found, Screen) else preview.clashes_screen(found, data.page, request.tr)


async def put_on_top(request: Request, data: PutOnTop) -> Answers:
    """Carry the changes of a file over to what holds now, as a proposal of its own."""
    found = await _preview(request, data.visit, data.proposal)
    if isinstance(found, Screen):
        return found
    if found.held is None or not found.takes_back or found.holding != data.holding:
        # Something else holds than when it was offered.
        return preview.preview_screen(found, request.tr)
    if found.on_top is None:
        return deciding.does_not_go_together_screen(found.held, request.tr)
    await request.unit.write(store.decided, data.proposal, "discarded")
    if found.on_top == found.held.visit:
        return deciding.nothing_left_screen(found.held, request.tr)
    file_name, who, now = found.proposal.file_name, request.person.user_id, request.now
    number = await request.unit.write(store.propose, who, file_name, found.holding, found.on_top, now)
    again = await _preview(request, data.visit, number)
    return again if isinstance(again, Screen) else preview.preview_screen(again, request.tr)


async def publish_proposal(request: Request, data: PublishProposal) -> Answers:
    """Publish a proposal, unless another edition holds than when it was shown."""
    found = await _preview(request, data.visit, data.proposal)
    if isinstance(found, Screen):
        return found
    if found.held is not None and found.holding != data.holding:
        return await _moved_on(request, found, data.holding)
    if found.problems:
        raise PersonError(_NO_LONGER, reason=said(reason_of(found.problems[0].reason), request.tr))
    done = await request.unit.write(
        publish,
        found.visit,
        author=request.person.user_id,
        now=request.now,
        expected=data.holding or None,
        notices=not data.quiet,
    )
    if done is None and found.held is not None:
        await request.unit.write(store.decided, data.proposal, "discarded")
        return deciding.nothing_left_screen(found.held, request.tr)
    if not isinstance(done, Publication):
        return await _moved_on(request, found, data.holding)
    await request.unit.write(store.decided, data.proposal, "published", done.edition.number)
    return deciding.published_screen(done, request.now, request.tr), Published(data.visit)


async def discard(request: Request, data: DiscardProposal) -> Answers:
    """Let a proposal be."""
    found = await _preview(request, data.visit, data.proposal)
    if isinstance(found, Screen):
        return found
    await request.unit.write(store.decided, data.proposal, "discarded")
    return deciding.discarded_screen(found.visit, request.tr)


async def _found(request: Request, visit_id: str, proposal_id: int) -> Proposal | Screen:
    """Return a proposal of this person, or what to say where there is none."""
    found = await request.unit.read(store.of_person, proposal_id, request.person.user_id)
    if found is None or (found.visit_id and found.visit_id != visit_id):
        return deciding.gone_screen(request.tr)
    return found


async def _preview(request: Request, visit_id: str, proposal_id: int, *, quiet: bool = False) -> Preview | Screen:
    """Return an open proposal beside what holds now, or what to say where there is nothing to decide any more."""
    found = await _found(request, visit_id, proposal_id)
    if isinstance(found, Screen):
        return found
    if found.state == "asked":
        return deciding.gone_screen(request.tr)
    if found.state != "open":
        return deciding.decided_screen(found, request.tr)
    shown = await request.unit.read(preview_of, found, request.now, quiet=quiet)
    if shown.held is not None and shown.visit == shown.held.visit:
        return deciding.nothing_left_screen(shown.held, request.tr)
    return shown


async def _moved_on(request: Request, found: Preview, shown: int) -> Screen:
    if found.held is None:
        return deciding.gone_screen(request.tr)
    before = await request.unit.read(editions.numbered, found.held.visit_id, shown)
    visit = None if before is None else before.visit
    return deciding.moved_on_screen(found.proposal, visit, found.held, request.tr)


def _chosen(request: Request) -> str | None:
    """Return the visit that a file changes if it does not say so: the only one that they edit, or their choice."""
    visits = [one.visit_id for one in request.editions_with(Role.EDITOR)]
    if len(visits) == 1:
        return visits[0]
    return request.person.visit_id if request.person.visit_id in visits else None


def _upload(request: Request, file: str, name: str, visit_id: str | None) -> Task:
    return Task(UPLOAD_JOB, {"file": file, "name": name, "visit": visit_id, "language": request.tr.language})


_SAYS: Final = msg("publishing from a file")
_EDITOR: Final = Role.EDITOR

ROUTES: Final = Routes(
    commands=(Command("publish", msg("Publish from a file"), begin, _EDITOR, personal=True),),
    presses=(
        Press(OpenPublish, open_publish, _EDITOR, personal=True, says=_SAYS),
        Press(SendWorkbook, send_workbook, _EDITOR, personal=True, says=_SAYS),
        Press(ChooseVisit, choose_visit, _EDITOR, personal=True, says=_SAYS),
        Press(OpenProposal, open_proposal, _EDITOR, personal=True, says=_SAYS),
        Press(OpenChanges, open_changes, _EDITOR, personal=True, says=_SAYS),
        Press(OpenClashes, open_clashes, _EDITOR, personal=True, says=_SAYS),
        Press(PutOnTop, put_on_top, _EDITOR, personal=True, says=_SAYS),
        Press(PublishProposal, publish_proposal, _EDITOR, personal=True, says=_SAYS),
        Press(DiscardProposal, discard, _EDITOR, personal=True, says=_SAYS),
    ),
    file=take_file,
)

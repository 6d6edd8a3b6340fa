package app.landfall.phone

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import app.landfall.core.Landfall
import app.landfall.core.MoveAim
import app.landfall.core.PinState
import app.landfall.core.RootInfo
import app.landfall.phone.model.ActivityModel
import app.landfall.phone.model.DiagnosticsModel
import app.landfall.phone.model.GetModel
import app.landfall.phone.model.Load
import app.landfall.phone.model.MoveModel
import app.landfall.phone.model.PhoneModel
import app.landfall.phone.model.RemovableModel
import app.landfall.phone.model.SimModel
import app.landfall.phone.model.orNull
import app.landfall.phone.screens.ActivityScreen
import app.landfall.phone.screens.BookScreen
import app.landfall.phone.screens.DeleteScreen
import app.landfall.phone.screens.DiagnosticsScreen
import app.landfall.phone.screens.MoreScreen
import app.landfall.phone.screens.MoveScreen
import app.landfall.phone.screens.NameScreen
import app.landfall.phone.screens.PinScreen
import app.landfall.phone.screens.PinTask
import app.landfall.phone.screens.RemovableScreen
import app.landfall.phone.screens.SimScreen
import app.landfall.phone.screens.Tab
import app.landfall.phone.screens.WhereScreen
import app.landfall.phone.words.Language
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** What lies over the tabs. */
sealed interface Page {
    data class Sim(
        val iccid: String,
    ) : Page

    data class Pin(
        val sim: SimModel,
        val task: PinTask,
    ) : Page

    data class Name(
        val sim: SimModel,
    ) : Page

    data class Book(
        val sim: SimModel,
    ) : Page

    data class Delete(
        val sim: SimModel,
    ) : Page

    data class Activity(
        val iccid: String?,
    ) : Page

    data class Move(
        val iccid: String,
        val aim: MoveAim = MoveAim.MOVE,
    ) : Page

    data object Where : Page

    data object Removable : Page

    data object Diagnostics : Page

    data object More : Page
}

@Composable
internal fun PageOf(
    page: Page,
    phone: PhoneModel,
    core: Landfall,
    get: GetModel,
    scope: CoroutineScope,
    language: Language,
    ways: Ways,
    onLanguage: (Language) -> Unit,
) {
    val back: () -> Unit = { ways.back() }
    when (page) {
        is Page.Sim -> {
            val sim = remember(page) { SimModel(core, page.iccid, scope) }
            LaunchedEffect(sim, phone.changes) { sim.refresh() }
            LaunchedEffect(sim.isGone) { if (sim.isGone) ways.to(Tab.Sims) }
            SimScreen(
                sim.detail,
                sim.trouble,
                sim.isBusy,
                back,
                onUse = { if (it) sim.enable() else sim.disable() },
                onFirstPin = { ways.open(Page.Pin(sim, PinTask.First)) },
                onChangePin = { ways.open(Page.Pin(sim, PinTask.Change)) },
                onUnblock = { ways.open(Page.Pin(sim, PinTask.Unblock)) },
                onName = { ways.open(Page.Name(sim)) },
                onBook = { ways.open(Page.Book(sim)) },
                onActivity = { ways.open(Page.Activity(page.iccid)) },
                onMove = { ways.open(Page.Move(page.iccid)) },
                onMakeLive = { ways.open(Page.Move(page.iccid, MoveAim.ACTIVATE)) },
                onWhere = { ways.open(Page.Where) },
                onDelete = { ways.open(Page.Delete(sim)) },
                onRetry = { sim.refresh() },
            )
        }

        is Page.Pin -> {
            val tries = ((page.sim.detail as? Load.Here)?.it?.pin as? PinState.Required)?.tries
            PinScreen(page.task, page.sim.trouble, page.sim.isBusy, tries, back) { old, new ->
                when (page.task) {
                    PinTask.First -> page.sim.firstPin(new, back)
                    PinTask.Change -> page.sim.changePin(old, new, back)
                    PinTask.Unblock -> page.sim.unblockPin(old, new, back)
                }
            }
        }

        is Page.Name -> {
            val now =
                (page.sim.detail as? Load.Here)
                    ?.it
                    ?.sim
                    ?.nickname
                    .orEmpty()
            NameScreen(now, page.sim.trouble, page.sim.isBusy, back) { page.sim.rename(it, back) }
        }

        is Page.Book -> {
            BookScreen(
                page.sim.contacts,
                page.sim.trouble,
                page.sim.isBusy,
                onBack = {
                    page.sim.closeBook()
                    ways.back()
                },
                onOpen = { page.sim.openBook(it) },
                onWrite = { page.sim.write(it) },
            )
        }

        is Page.Delete -> {
            (page.sim.detail as? Load.Here)?.it?.sim?.let { sim ->
                DeleteScreen(sim, page.sim.trouble, page.sim.isBusy, back) { page.sim.delete { ways.to(Tab.Sims) } }
            }
        }

        is Page.Activity -> {
            val activity = remember(page) { ActivityModel(core, page.iccid, scope) }
            LaunchedEffect(activity) { activity.refresh() }
            ActivityScreen(activity.lines, back) { activity.refresh() }
        }

        is Page.Move -> {
            val move = remember(page) { MoveModel(core, page.iccid, page.aim, scope) { phone.obey(core) } }
            LaunchedEffect(move) { move.refresh() }
            MoveScreen(
                move.move,
                move.trouble,
                move.isBusy,
                onBack = {
                    move.leave()
                    ways.back()
                },
                onAim = { move.aim(it) },
                onTo = { move.to(it) },
                onBegin = { move.begin() },
                onWithoutIt = { move.goOnWithoutIt() },
                onRetry = { move.refresh() },
            )
        }

        Page.Where -> {
            val facts =
                remember {
                    phone.platform.ports.device
                        .facts()
                }
            var hasReader by remember { mutableStateOf(false) }
            // The system may take seconds to answer.
            LaunchedEffect(page) { hasReader = withContext(Dispatchers.IO) { core.removableReaders().isNotEmpty() } }
            WhereScreen(facts, hasReader, back) { ways.open(Page.Removable) }
        }

        Page.Removable -> {
            val removable = remember(page) { RemovableModel(core, scope) }
            LaunchedEffect(removable) { removable.readers() }
            DisposableEffect(removable) { onDispose { removable.leave() } }
            RemovableScreen(removable.step, removable.trouble, removable.isBusy, RemovableDeeds(removable, get, ways))
        }

        Page.Diagnostics -> {
            val diagnostics = remember(page) { DiagnosticsModel(core, scope) }
            LaunchedEffect(diagnostics) { diagnostics.refresh() }
            DiagnosticsScreen(diagnostics.findings, diagnostics.report, back, { diagnostics.refresh() }) { phone.platform.share(it) }
        }

        Page.More -> {
            var roots by remember { mutableStateOf(emptyList<RootInfo>()) }
            LaunchedEffect(page) { roots = orNull { core.roots() }.orEmpty() }
            MoreScreen(
                roots,
                language,
                back,
                { ways.open(Page.Where) },
                { ways.open(Page.Removable) },
                { ways.open(Page.Diagnostics) },
                onLanguage,
            )
        }
    }
}

package app.landfall.phone

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import app.landfall.core.Landfall
import app.landfall.core.Started
import app.landfall.phone.look.Arrow
import app.landfall.phone.look.LocalArrow
import app.landfall.phone.model.AccountModel
import app.landfall.phone.model.GetModel
import app.landfall.phone.model.LostModel
import app.landfall.phone.model.PhoneModel
import app.landfall.phone.model.SimsModel
import app.landfall.phone.model.Stage
import app.landfall.phone.screens.AccountScreen
import app.landfall.phone.screens.FailedScreen
import app.landfall.phone.screens.GetScreen
import app.landfall.phone.screens.LockedScreen
import app.landfall.phone.screens.LostScreen
import app.landfall.phone.screens.OpeningScreen
import app.landfall.phone.screens.SimsScreen
import app.landfall.phone.screens.Tab
import app.landfall.phone.screens.Tabs
import app.landfall.phone.screens.WipedScreen
import app.landfall.phone.words.Language

/** Which tab is shown, and what lies over it. */
class Ways {
    var tab by mutableStateOf(Tab.Sims)
    var pages by mutableStateOf(emptyList<Page>())
    val arrow = Arrow()

    fun open(page: Page) {
        pages = pages + page
    }

    /** One page back; false if there is none. */
    fun back(): Boolean = pages.isNotEmpty().also { pages = pages.dropLast(1) }

    fun to(tab: Tab) {
        pages = emptyList()
        this.tab = tab
    }
}

/** The app, whatever the phone's stage is. */
@Composable
fun App(
    phone: PhoneModel,
    language: Language,
    ways: Ways = remember { Ways() },
    onLanguage: (Language) -> Unit = {},
) {
    CompositionLocalProvider(LocalArrow provides ways.arrow) {
        Box(Modifier.fillMaxSize().background(MaterialTheme.colorScheme.background)) {
            when (val stage = phone.stage) {
                Stage.Opening -> OpeningScreen()
                is Stage.Failed -> FailedScreen(stage.trouble) { phone.open() }
                is Stage.Locked -> LockedScreen(phone.trouble, phone.isBusy) { password, sheet -> phone.unlock(stage.core, password, sheet) }
                is Stage.Wiped -> WipedScreen(stage.owes, phone.trouble, phone.isBusy, { phone.handIn() }, { phone.startAnew() })
                is Stage.Open -> OpenApp(phone, stage.core, stage.started, language, ways, onLanguage)
            }
        }
    }
}

@Composable
private fun OpenApp(
    phone: PhoneModel,
    core: Landfall,
    started: Started,
    language: Language,
    ways: Ways,
    onLanguage: (Language) -> Unit,
) {
    val scope = rememberCoroutineScope()
    val sims = remember(core) { SimsModel(core, scope) }
    val get = remember(core) { GetModel(core, phone.platform, scope) }
    val account = remember(core) { AccountModel(core, phone.platform, scope) { phone.watch(core) } }
    val lost = remember(core) { LostModel(core, phone.platform, scope) { phone.obey(core) } }
    DisposableEffect(core) {
        onDispose {
            get.close()
            account.close()
            lost.close()
        }
    }
    LaunchedEffect(core, ways.tab, ways.pages.isEmpty()) {
        if (ways.pages.isEmpty()) {
            when (ways.tab) {
                Tab.Sims -> sims.refresh()
                Tab.Get -> get.enter()
                Tab.Account -> account.enter()
                Tab.Lost -> lost.enter()
            }
        }
    }
    LaunchedEffect(phone.changes) { if (phone.changes > 0) sims.refresh() }
    val page = ways.pages.lastOrNull()
    if (page != null) {
        PageOf(page, phone, core, get, scope, language, ways, onLanguage)
        return
    }
    Column {
        Box(Modifier.weight(1f)) {
            when (ways.tab) {
                Tab.Sims -> {
                    SimsScreen(
                        sims.sims,
                        started,
                        onSim = { ways.open(Page.Sim(it.iccid)) },
                        onGet = { ways.to(Tab.Get) },
                        onAdd = {
                            get.typeCode()
                            ways.to(Tab.Get)
                        },
                        onMore = { ways.open(Page.More) },
                        onGoOn = {
                            get.goOn(it)
                            ways.to(Tab.Get)
                        },
                        onRetry = { sims.refresh() },
                    )
                }

                Tab.Get -> {
                    val platform = phone.platform
                    GetScreen(
                        get.step,
                        get.unfinished,
                        get.trouble,
                        get.isBusy,
                        platform.canScan,
                        platform.touch != null,
                        GetDeeds(get, platform, ways),
                    )
                }

                Tab.Account -> {
                    AccountScreen(account.step, account.trouble, account.isBusy, AccountDeeds(account, phone.platform, ways))
                }

                Tab.Lost -> {
                    LostScreen(lost.step, lost.by, lost.trouble, lost.isBusy, LostDeeds(lost, phone.platform))
                }
            }
        }
        Tabs(ways.tab) { ways.to(it) }
    }
}

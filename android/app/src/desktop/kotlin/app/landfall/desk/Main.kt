package app.landfall.desk

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.WindowPosition
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import app.landfall.core.LandfallException
import app.landfall.phone.App
import app.landfall.phone.look.Fact
import app.landfall.phone.look.LandfallTheme
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.QuietButton
import app.landfall.phone.look.Space
import app.landfall.phone.model.PhoneModel
import app.landfall.phone.model.Stage
import app.landfall.phone.words.Language
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.io.File
import java.nio.file.Files
import java.util.Locale

private const val FIRST = "Phone 1"

/** A phone in a window, with a kiosk and an accounts' server beside it: `make demo-app`. All of it ends with the window. */
fun main() {
    val folder = Files.createTempDirectory("landfall-desk").toFile()
    val stage = DeskStage(folder)
    val end =
        Thread {
            stage.close()
            folder.deleteRecursively()
        }
    Runtime.getRuntime().addShutdownHook(end)
    application {
        var phones by remember { mutableStateOf(listOf(FIRST)) }
        var isDark by remember { mutableStateOf(false) }
        Window(
            ::exitApplication,
            rememberWindowState(size = DpSize(860.dp, 900.dp), position = WindowPosition(Alignment.Center)),
            title = "Landfall",
        ) {
            Row(Modifier.fillMaxSize()) {
                Box(Modifier.width(460.dp).fillMaxHeight()) { DeskPhone(folder, stage, FIRST, isDark) }
                LandfallTheme(Language.English, isDark, deskFont) {
                    Counter(stage, Modifier.weight(1f), { isDark = !isDark }) { phones = phones + "Phone ${phones.size + 1}" }
                }
            }
        }
        phones.drop(1).forEach { name ->
            Window({ phones = phones - name }, rememberWindowState(size = DpSize(460.dp, 900.dp)), title = "Landfall · $name") {
                DeskPhone(folder, stage, name, isDark)
            }
        }
    }
}

/** One phone with a data folder of its own, which trusts the kiosk's operator. */
@Composable
private fun DeskPhone(
    folder: File,
    stage: DeskStage,
    name: String,
    isDark: Boolean,
) {
    var language by remember { mutableStateOf(Language.of(Locale.getDefault())) }
    val scope = rememberCoroutineScope()
    // The one card is in the first phone's reader.
    val card = stage.card.takeIf { name == FIRST }
    val phone = remember { PhoneModel(DeskPlatform(File(folder, name.replace(' ', '-')), name, stage.server, card), scope) }
    LaunchedEffect(phone) { phone.open() }
    LaunchedEffect(phone.stage) {
        try {
            (phone.stage as? Stage.Open)?.core?.addRoot(stage.root)
        } catch (failure: LandfallException) {
            System.err.println("the kiosk's operator is not trusted here: $failure")
        }
    }
    LandfallTheme(language, isDark, deskFont) {
        Box(Modifier.fillMaxSize().background(MaterialTheme.colorScheme.surfaceVariant).padding(Space.large)) {
            val shape = RoundedCornerShape(32.dp)
            Box(
                Modifier
                    .fillMaxSize()
                    .clip(shape)
                    .border(6.dp, MaterialTheme.colorScheme.onBackground, shape)
                    .padding(6.dp)
                    .clip(shape),
            ) {
                App(phone, language) { language = it }
            }
        }
    }
}

/** The shop beside the phone: the kiosk's code, the sales that wait for the attendant, another phone. */
@Composable
private fun Counter(
    stage: DeskStage,
    modifier: Modifier,
    onTheme: () -> Unit,
    onPhone: () -> Unit,
) {
    var issued by remember { mutableStateOf<String?>(null) }
    var sales by remember { mutableStateOf(emptyList<Sale>()) }
    val scope = rememberCoroutineScope()
    LaunchedEffect(stage) {
        while (true) {
            sales = withContext(Dispatchers.IO) { stage.sales() }
            delay(1_500)
        }
    }
    Column(
        modifier.fillMaxSize().background(MaterialTheme.colorScheme.surfaceVariant).padding(Space.large),
        verticalArrangement = Arrangement.spacedBy(Space.medium),
    ) {
        Text("At the counter", style = MaterialTheme.typography.headlineSmall, color = MaterialTheme.colorScheme.onBackground)
        Panel { SelectionContainer { Fact("The kiosk's code, to be typed into the phone", stage.startCode) } }
        Panel { SelectionContainer { Fact("The accounts' server", stage.server) } }
        issued?.let { Panel { SelectionContainer { Fact("An activation code, to be typed into the phone", it) } } }
        if (sales.isEmpty()) Note("No sale waits for the attendant.")
        sales.forEach { sale ->
            Panel {
                Fact(sale.offer, sale.code)
                MainButton("The codes are the same", "authorise") { scope.launch(Dispatchers.IO) { stage.authorise(sale) } }
                QuietButton("No sale", "deny") { scope.launch(Dispatchers.IO) { stage.deny(sale) } }
            }
        }
        OtherButton("Sell an activation code", "issue") { scope.launch { issued = withContext(Dispatchers.IO) { stage.issue() } } }
        OtherButton("Another phone", "another-phone", onClick = onPhone)
        QuietButton("Light or dark", "theme", onClick = onTheme)
    }
}

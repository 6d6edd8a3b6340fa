package app.landfall.phone

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.activity.result.contract.ActivityResultContracts.StartActivityForResult
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import app.landfall.phone.look.LandfallTheme
import app.landfall.phone.model.Stage
import app.landfall.phone.words.Language
import java.util.Locale

/** The app on Android: the same screens over the adapters of sdk-android. Built by Gradle alone (docs/android.md). */
class MainActivity : ComponentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // What could not be opened while nobody looked is tried again for who looks now.
        if (phone.stage is Stage.Failed) phone.open()
        setContent {
            var language by remember { mutableStateOf(Language.of(Locale.getDefault())) }
            val ways = remember { Ways() }
            BackHandler(ways.arrow.back != null) { ways.arrow.back?.invoke() }
            LandfallTheme(language, isSystemInDarkTheme()) {
                Box(Modifier.safeDrawingPadding()) { App(phone, language, ways) { language = it } }
            }
        }
    }

    override fun onResume() {
        super.onResume()
        platform.inFront(this)
    }

    override fun onPause() {
        platform.inFront(null)
        super.onPause()
    }

    /** A tag that the phone is held to. */
    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        platform.touched(intent)
    }

    private val permissions = registerForActivityResult(RequestMultiplePermissions()) { platform.asks.allowed() }

    private val camera =
        registerForActivityResult(StartActivityForResult()) { platform.asks.scanned(it.data?.getStringExtra(ScanActivity.CODE)) }

    internal val front =
        object : Asks.Front {
            override fun ask(permissions: Array<String>) = this@MainActivity.permissions.launch(permissions)

            override fun scan() = camera.launch(Intent(this@MainActivity, ScanActivity::class.java))
        }

    private val app get() = application as PhoneApp
    private val phone get() = app.phone
    private val platform get() = app.platform
}

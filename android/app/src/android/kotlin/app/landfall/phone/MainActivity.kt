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
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import app.landfall.phone.look.LandfallTheme
import app.landfall.phone.model.PhoneModel
import app.landfall.phone.words.Language
import java.util.Locale

/** The app on Android: the same screens over the adapters of sdk-android. Built by Gradle alone (docs/android.md). */
class MainActivity : ComponentActivity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val phone = kept.phone ?: PhoneModel(AndroidPlatform(applicationContext), kept.viewModelScope).also { it.open() }
        kept.phone = phone
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
        platform?.inFront(this)
    }

    override fun onPause() {
        platform?.inFront(null)
        super.onPause()
    }

    private val permissions = registerForActivityResult(RequestMultiplePermissions()) { platform?.asks?.allowed() }

    private val camera =
        registerForActivityResult(StartActivityForResult()) { platform?.asks?.scanned(it.data?.getStringExtra(ScanActivity.CODE)) }

    internal val front =
        object : Asks.Front {
            override fun ask(permissions: Array<String>) = this@MainActivity.permissions.launch(permissions)

            override fun scan() = camera.launch(Intent(this@MainActivity, ScanActivity::class.java))
        }

    private val platform get() = kept.phone?.platform as? AndroidPlatform

    private val kept: Kept by lazy {
        androidx.lifecycle.ViewModelProvider(this)[Kept::class.java]
    }
}

/** Outlives a turned screen. */
class Kept : ViewModel() {
    var phone: PhoneModel? = null

    override fun onCleared() {
        phone?.close()
    }
}

package app.landfall.phone

import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.os.Build
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
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
import app.landfall.phone.model.Platform
import app.landfall.phone.words.Language
import app.landfall.sdk.android.LandfallAndroid
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
            BackHandler(ways.pages.isNotEmpty()) { ways.back() }
            LandfallTheme(language, isSystemInDarkTheme()) {
                Box(Modifier.safeDrawingPadding()) { App(phone, language, ways) { language = it } }
            }
        }
    }

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

private class AndroidPlatform(
    private val context: Context,
) : Platform {
    private val landfall = LandfallAndroid(context)
    override val settings = landfall.settings
    override val ports = landfall.ports
    override val phoneName: String = Build.MODEL
    override val server = "https://cloud.landfall.example"

    // The system's code scanner is an app of its own, where there is one: until it is bound here, codes are typed or pasted.
    override val canScan = false

    override suspend fun scan(): String? = null

    override fun share(text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        context.startActivity(Intent.createChooser(send, null).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
    }

    override fun pasted(): String? =
        context
            .getSystemService(ClipboardManager::class.java)
            ?.primaryClip
            ?.getItemAt(0)
            ?.coerceToText(context)
            ?.toString()
}

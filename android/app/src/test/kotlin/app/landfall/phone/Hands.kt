package app.landfall.phone

import androidx.compose.ui.test.junit4.ComposeContentTestRule
import app.landfall.core.Landfall
import app.landfall.core.SignInData
import app.landfall.sdk.kit.Cloud
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import app.landfall.sdk.result
import kotlinx.coroutines.runBlocking

/** Signs up by hand; the recovery sheet. */
fun ComposeContentTestRule.signUp(login: String): String {
    press("tab-Account")
    press("sign-up")
    type("login-field", login)
    type("password-field", Phone.PASSWORD)
    press("make-account")
    await("sheet")
    val sheet = wordsOf("sheet")
    press("sheet-kept")
    press("sheet-done")
    await("login")
    return sheet
}

/** Waits until the phone is open, and needs no screen for that. */
fun ComposeContentTestRule.awaitOpen(phone: PhoneOnScreen): PhoneOnScreen {
    waitUntil(PATIENCE) { phone.isOpen }
    return phone
}

/** Gets a SIM with a PIN, of which other tests say how it is got by hand; its number. */
fun Landfall.gets(
    kiosk: Kiosk,
    classId: String = Kiosk.FREE,
): String =
    runBlocking {
        val gained =
            visit(kiosk.target).use { visit ->
                visit.acquire(classId, null, null).result { event ->
                    (event as? app.landfall.core.FlowEvent.Waiting)?.let { kiosk.authorise(it.code) }
                }
            }
        checkNotNull(gained.iccid).also { setFirstPin(it, Phone.PIN.toByteArray()) }
    }

/** Signs in by the sheet, and listens to orders from then on, as the app does. */
fun PhoneOnScreen.signsIn(
    cloud: Cloud,
    login: String,
    name: String,
    sheet: String,
) = runBlocking {
    core.logIn(SignInData(cloud.url, login, Phone.PASSWORD.toByteArray(), name), sheet.toByteArray())
    core.sync().result()
    model.watch(core)
}

package app.landfall.phone

import app.landfall.core.DeviceFacts
import app.landfall.core.Finding
import app.landfall.core.RootInfo
import app.landfall.phone.model.Load
import app.landfall.phone.model.anything
import app.landfall.phone.screens.DiagnosticsScreen
import app.landfall.phone.screens.FailedScreen
import app.landfall.phone.screens.LockedScreen
import app.landfall.phone.screens.MoreScreen
import app.landfall.phone.screens.OpeningScreen
import app.landfall.phone.screens.WhereScreen
import app.landfall.phone.screens.WipedScreen
import app.landfall.phone.words.LocalLanguage

private val findings =
    listOf(
        Finding("keystore", true, 0u, "Keys are guarded by a chip of their own."),
        Finding("operators", true, 2u, "Operators that are trusted: 2."),
        Finding("unfinished", true, 0u, "Acquisitions that did not end: 0."),
        Finding("results", false, 1u, "Results that wait for their kiosk: 1."),
    )
private const val REPORT =
    "Landfall 0.1.0 on android aarch64\nok keystore: Keys are guarded by a chip of their own.\n" +
        "!! results: Results that wait for their kiosk: 1."
private val facts = DeviceFacts("android", "aarch64", "id", listOf("n78", "B1", "B3"), null, true, false)

/** The app before anything else: it opens, or can't. */
internal val stagePictures =
    listOf(
        Picture("opening") { OpeningScreen() },
        Picture("failed") { FailedScreen(keystore) },
    )

/** The phone as a whole: locked, wiped, looked at. */
internal val restPictures =
    listOf(
        Picture("locked") { LockedScreen() },
        Picture("wiped-owes") { WipedScreen(true) },
        Picture("wiped") { WipedScreen(false) },
        Picture("where") { WhereScreen(facts, false) },
        Picture("where-card") { WhereScreen(facts, true) },
        Picture("diagnostics") { DiagnosticsScreen(here(findings), REPORT) },
        Picture("diagnostics-looking") { DiagnosticsScreen(Load.Busy, null) },
        Picture("more") { MoreScreen(listOf(RootInfo("E3418C92E2385EF9A8A6C4AD21E0883465A78B4D", "Nord Mobile")), LocalLanguage.current) },
    )

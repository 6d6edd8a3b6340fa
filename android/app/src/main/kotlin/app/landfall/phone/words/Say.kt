package app.landfall.phone.words

/**
 * A word of the app, in both languages: one that lacks a language does not compile. `{0}`, `{1}` are replaced. Buttons are short, so that they
 * stay on one line when letters are twice as large. Each subject has an enum of its own.
 */
sealed interface Say {
    val en: String
    val zh: String
    val name: String

    companion object {
        /** Every word. */
        val all: List<Say> =
            listOf(
                SayAnywhere.entries,
                SaySims.entries,
                SayMove.entries,
                SayGet.entries,
                SayAccount.entries,
                SayLost.entries,
                SayPlaces.entries,
                SayDiagnostics.entries,
            ).flatten()
    }
}

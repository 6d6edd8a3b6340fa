package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import app.landfall.core.ActivityLine
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.model.Load
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say
import app.landfall.phone.words.time

/** What happened, on whichever device. */
@Composable
fun ActivityScreen(
    lines: Load<List<ActivityLine>>,
    onBack: () -> Unit = {},
    onRetry: () -> Unit = {},
) = Screen(say(SaySims.Activity), onBack) {
    Loaded(lines, say(SayAnywhere.Reading), onRetry) { all ->
        if (all.isEmpty()) Nothing(Sign.Clock, say(SaySims.NoActivity), say(SaySims.NoActivityWhy))
        val language = LocalLanguage.current
        if (all.isNotEmpty()) {
            Rows {
                all.forEachIndexed { at, line ->
                    val device = line.device.ifEmpty { say(SayAnywhere.ADevice) }
                    LineRow(say(happened(line.what)), "activity-$at", Sign.Pulse, "$device · ${language.time(line.time)}")
                }
            }
        }
    }
}

private fun happened(what: String): Say =
    when (what) {
        "card_added" -> SaySims.CardAdded
        "card_removed" -> SaySims.CardRemoved
        "card_ordered" -> SaySims.CardOrdered
        "conflict" -> SaySims.Conflict
        "edit_undone" -> SaySims.EditUndone
        "brought_back" -> SaySims.BroughtBack
        "set_aside" -> SaySims.SetAside
        else -> SaySims.Happened
    }

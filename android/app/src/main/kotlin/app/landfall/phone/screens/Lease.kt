package app.landfall.phone.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import app.landfall.core.Standing
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Heading
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Screen
import app.landfall.phone.model.AccountStep
import app.landfall.phone.words.SayAccount
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayGet
import app.landfall.phone.words.say

private const val DAY = 86_400uL

/** What can be chosen, in days; a phone is not erased before it was locked. */
private val locks = listOf(1uL, 7uL, 30uL, 90uL)
private val erasures = listOf(7uL, 30uL, 90uL, 365uL)

/** When this phone locks and erases itself without contact. */
@Composable
internal fun LeaseScreen(
    step: AccountStep.Lease,
    trouble: Trouble?,
    isBusy: Boolean,
    on: AccountActions,
) {
    val wanted = step.wanted
    Screen(
        say(SayAccount.OutOfContact),
        { on.home() },
        bottom =
            wanted?.let {
                { MainButton(say(SayAnywhere.Save), "save-lease", isBusy = isBusy) { on.setLease(it) } }
            },
    ) {
        Body(say(SayAccount.LeaseWhy))
        if (trouble != null) TroubleNote(trouble)
        Loaded(step.standing, say(SayAnywhere.Reading), { on.lease() }) { now ->
            if (wanted != null) Terms(now, wanted) { on.show(step.copy(wanted = it)) }
        }
    }
}

@Composable
private fun Terms(
    now: Standing,
    wanted: Standing,
    onChange: (Standing) -> Unit,
) {
    Heading(say(SayAccount.LockAfter))
    Why(say(SayAccount.LockAfterWhy))
    offered(locks, now.lockAfter).forEach { seconds ->
        Choice(days(seconds), wanted.lockAfter == seconds, "lock-after-${seconds / DAY}") {
            val erase =
                if (wanted.eraseAfter >=
                    seconds
                ) {
                    wanted.eraseAfter
                } else {
                    offered(erasures, now.eraseAfter).firstOrNull { it >= seconds } ?: seconds
                }
            onChange(wanted.copy(lockAfter = seconds, eraseAfter = erase))
        }
    }
    Heading(say(SayAccount.EraseAfter))
    Why(say(SayAccount.EraseAfterWhy))
    offered(erasures, now.eraseAfter).filter { it >= wanted.lockAfter }.forEach { seconds ->
        Choice(days(seconds), wanted.eraseAfter == seconds, "erase-after-${seconds / DAY}") { onChange(wanted.copy(eraseAfter = seconds)) }
    }
    Toggle(say(SayAccount.UnlockOffline), wanted.unlockOffline, "unlock-offline", say(SayAccount.UnlockOfflineWhy)) {
        onChange(wanted.copy(unlockOffline = it))
    }
}

@Composable
private fun Why(text: String) = Text(text, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)

/** The choices in seconds, and among them what was set by other means. */
private fun offered(
    days: List<ULong>,
    now: ULong,
): List<ULong> = (days.map { it * DAY } + now).distinct().sorted()

/** Days; hours below one. */
@Composable
private fun days(seconds: ULong): String =
    when {
        seconds < DAY -> say(SayGet.Hours, seconds / 3_600uL)
        seconds == DAY -> say(SayGet.Day)
        else -> say(SayGet.Days, seconds / DAY)
    }

package app.landfall.phone.screens

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Divider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.landfall.core.OrderVerb
import app.landfall.core.Trouble
import app.landfall.phone.look.Draw
import app.landfall.phone.look.Fact
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.OtherButton
import app.landfall.phone.look.Panel
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Space
import app.landfall.phone.look.Tone
import app.landfall.phone.model.LostStep
import app.landfall.phone.model.Sims
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.say
import app.landfall.phone.words.time

internal fun verbName(verb: OrderVerb): Say =
    when (verb) {
        OrderVerb.LOCK -> SayLost.VerbLock
        OrderVerb.UNLOCK -> SayLost.VerbUnlock
        OrderVerb.DELETE -> SayLost.VerbDelete
        OrderVerb.WIPE -> SayLost.VerbWipe
        OrderVerb.OTHER -> SayLost.VerbOther
    }

internal fun stateName(state: String): Say =
    when (state) {
        "stored" -> SayLost.StateStored
        "sent" -> SayLost.StateSent
        "received" -> SayLost.StateReceived
        "locked" -> SayLost.StateLocked
        "erased" -> SayLost.StateErased
        "done", "unlocked" -> SayLost.StateObeyed
        "refused" -> SayLost.StateRefused
        "overdue" -> SayLost.StateOverdue
        "taken_back" -> SayLost.StateTakenBack
        else -> SayLost.StateOther
    }

/** An order, and how far it is: each state with its time. */
@Composable
internal fun OrderScreen(
    step: LostStep.Order,
    trouble: Trouble?,
    isBusy: Boolean,
    on: LostActions,
) {
    val order = step.order
    val language = LocalLanguage.current
    val receipt = order.receipt
    Screen(
        say(verbName(order.verb)),
        { on.open(step.device) },
        bottom =
            when {
                receipt != null -> {
                    { MainButton(say(SayLost.ShowReceipt), "show-receipt", sign = Sign.Receipt) { on.show(LostStep.Receipt(step.device, order)) } }
                }

                order.takenBackUntil > 0uL && order.state == "stored" -> {
                    { OtherButton(say(SayLost.TakeBack), "take-back", enabled = !isBusy) { on.takeBack(step) } }
                }

                else -> {
                    null
                }
            },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        if (receipt != null) {
            Note(say(SayLost.HasReceipt), Tone.Well, say(stateName(order.state)), Sign.Receipt, "order-state")
        } else {
            Note(say(SayLost.NoReceiptYet), Tone.Care, say(stateName(order.state)), Sign.Clock, "order-state")
        }
        order.doubt?.let { doubt ->
            Note(say(SayLost.DoubtWhy), Tone.Grave, say(SayLost.Doubt), tag = "doubt") { Reason(doubt) }
        }
        Panel {
            if (order.cards.isNotEmpty()) Fact(say(SayLost.Sims), order.cards.joinToString("\n"), "order-sims")
            Fact(say(SayLost.Issued), language.time(order.issued))
            order.states.forEach { one -> Fact(say(stateName(one.state)), language.time(one.time), "state-${one.state}") }
            if (receipt == null) Fact(say(SayLost.Deadline), language.time(order.deadline))
            if (order.takenBackUntil > 0uL && receipt == null) Fact(say(SayLost.TakenBackUntil), language.time(order.takenBackUntil))
        }
    }
}

/** The device's signed word, as something to show to an insurer or the police. */
@Composable
internal fun ReceiptScreen(
    step: LostStep.Receipt,
    on: LostActions,
) {
    val receipt = step.order.receipt ?: return
    val language = LocalLanguage.current
    val lines =
        listOf(
            say(SayLost.Device) to receipt.device.ifEmpty { step.device.name },
            say(SayLost.Outcome) to say(stateName(receipt.outcome.substringBefore(':'))),
            say(SayLost.When) to language.time(receipt.time),
            say(SayLost.Sims) to receipt.cards.ifEmpty { listOf(say(SayAnywhere.None)) }.joinToString("\n"),
            say(SayLost.ReceiptNumber) to receipt.number.toString(),
            say(SayLost.OrderHash) to receipt.order.chunked(8).joinToString(" "),
        )
    Screen(
        say(SayLost.Receipt),
        { on.follow(step.device, step.order) },
        bottom = { MainButton(say(SayAnywhere.Share), "share-receipt") { on.share(lines.joinToString("\n") { (name, value) -> "$name: $value" }) } },
    ) {
        Surface(
            Modifier.fillMaxWidth().testTag("receipt"),
            shape = MaterialTheme.shapes.medium,
            color = MaterialTheme.colorScheme.surface,
            border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
        ) {
            Column(Modifier.padding(20.dp), verticalArrangement = Arrangement.spacedBy(Space.medium)) {
                Row(horizontalArrangement = Arrangement.spacedBy(Space.medium), verticalAlignment = Alignment.CenterVertically) {
                    Sign.Receipt.Draw(Modifier.size(30.dp), tint = MaterialTheme.colorScheme.primary)
                    Text(say(SayLost.ReceiptTitle), style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onSurface)
                }
                Divider(color = MaterialTheme.colorScheme.outlineVariant)
                lines.forEach { (name, value) -> Fact(name, value) }
            }
        }
        Note(say(SayLost.ReceiptWhy), Tone.Well)
    }
}

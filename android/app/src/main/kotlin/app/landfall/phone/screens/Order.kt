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
import app.landfall.phone.words.say
import app.landfall.phone.words.time

internal fun verbName(verb: OrderVerb): Say =
    when (verb) {
        OrderVerb.LOCK -> Say.VerbLock
        OrderVerb.UNLOCK -> Say.VerbUnlock
        OrderVerb.DELETE -> Say.VerbDelete
        OrderVerb.WIPE -> Say.VerbWipe
        OrderVerb.OTHER -> Say.VerbOther
    }

internal fun stateName(state: String): Say =
    when (state) {
        "stored" -> Say.StateStored
        "sent" -> Say.StateSent
        "received" -> Say.StateReceived
        "locked" -> Say.StateLocked
        "erased" -> Say.StateErased
        "done", "unlocked" -> Say.StateObeyed
        "refused" -> Say.StateRefused
        "overdue" -> Say.StateOverdue
        "taken_back" -> Say.StateTakenBack
        else -> Say.StateOther
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
                    { MainButton(say(Say.ShowReceipt), "show-receipt", sign = Sign.Receipt) { on.show(LostStep.Receipt(step.device, order)) } }
                }

                order.takenBackUntil > 0uL && order.state == "stored" -> {
                    { OtherButton(say(Say.TakeBack), "take-back", enabled = !isBusy) { on.takeBack(step) } }
                }

                else -> {
                    null
                }
            },
    ) {
        Text(step.device.name, style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onBackground)
        if (trouble != null) TroubleNote(trouble)
        if (receipt != null) {
            Note(say(Say.HasReceipt), Tone.Well, say(stateName(order.state)), Sign.Receipt, "order-state")
        } else {
            Note(say(Say.NoReceiptYet), Tone.Care, say(stateName(order.state)), Sign.Clock, "order-state")
        }
        order.doubt?.let { Note(it, Tone.Grave, say(Say.Doubt)) }
        Panel {
            if (order.cards.isNotEmpty()) Fact(say(Say.Sims), order.cards.joinToString("\n"), "order-sims")
            Fact(say(Say.Issued), language.time(order.issued))
            order.states.forEach { one -> Fact(say(stateName(one.state)), language.time(one.time), "state-${one.state}") }
            if (receipt == null) Fact(say(Say.Deadline), language.time(order.deadline))
            if (order.takenBackUntil > 0uL && receipt == null) Fact(say(Say.TakenBackUntil), language.time(order.takenBackUntil))
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
            say(Say.Device) to receipt.device.ifEmpty { step.device.name },
            say(Say.Outcome) to say(stateName(receipt.outcome.substringBefore(':'))),
            say(Say.When) to language.time(receipt.time),
            say(Say.Sims) to receipt.cards.ifEmpty { listOf(say(Say.None)) }.joinToString("\n"),
            say(Say.ReceiptNumber) to receipt.number.toString(),
            say(Say.OrderHash) to receipt.order.chunked(8).joinToString(" "),
        )
    Screen(
        say(Say.Receipt),
        { on.follow(step.device, step.order) },
        bottom = { MainButton(say(Say.Share), "share-receipt") { on.share(lines.joinToString("\n") { (name, value) -> "$name: $value" }) } },
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
                    Text(say(Say.ReceiptTitle), style = MaterialTheme.typography.titleLarge, color = MaterialTheme.colorScheme.onSurface)
                }
                Divider(color = MaterialTheme.colorScheme.outlineVariant)
                lines.forEach { (name, value) -> Fact(name, value) }
            }
        }
        Note(say(Say.ReceiptWhy), Tone.Well)
    }
}

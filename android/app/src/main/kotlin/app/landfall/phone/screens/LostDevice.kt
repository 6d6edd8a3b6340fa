package app.landfall.phone.screens

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import app.landfall.core.Trouble
import app.landfall.phone.look.Heading
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Note
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Tone
import app.landfall.phone.model.By
import app.landfall.phone.model.Deed
import app.landfall.phone.model.LostStep
import app.landfall.phone.words.LocalLanguage
import app.landfall.phone.words.Say
import app.landfall.phone.words.say
import app.landfall.phone.words.time

@Composable
internal fun LostDevicesScreen(
    step: LostStep.Devices,
    trouble: Trouble?,
    on: LostActions,
) = Screen(say(Say.WhichLost), { on.start() }) {
    if (trouble != null) TroubleNote(trouble)
    val others = step.devices.filter { !it.own }
    if (others.isEmpty()) {
        Nothing(Sign.Phone, say(Say.NoOthers), say(Say.NoOthersWhy))
    } else {
        Rows { others.forEach { one -> LineRow(one.name, "lost-${one.name}", Sign.Phone) { on.open(one) } } }
    }
}

@Composable
internal fun LostDeviceScreen(
    step: LostStep.Device,
    by: By,
    trouble: Trouble?,
    on: LostActions,
) {
    val device = step.device
    val locksOnly = by == By.Password
    Screen(
        device.name,
        { on.devices() },
        bottom = { MainButton(say(Say.LockIt), "lock", sign = Sign.Lock) { on.want(device, Deed.Lock) } },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (locksOnly) Note(say(Say.PasswordLocksOnly), Tone.Care)
        Rows {
            LineRow(say(Say.LockIt), "lock-row", Sign.Lock, say(Say.LockShort)) { on.want(device, Deed.Lock) }
            if (!locksOnly) {
                LineRow(say(Say.UnlockIt), "unlock-row", Sign.Key, say(Say.UnlockShort)) { on.want(device, Deed.Unlock) }
                LineRow(say(Say.CopyTo), "copy-row", Sign.Copy, say(Say.CopyShort)) { on.want(device, Deed.Copy) }
                LineRow(say(Say.OverwriteIt), "overwrite-row", Sign.Swap, say(Say.OverwriteShort)) { on.want(device, Deed.Overwrite) }
                LineRow(say(Say.DeleteSome), "delete-row", Sign.Sim, say(Say.DeleteSomeShort), isGrave = true) { on.want(device, Deed.Delete) }
                LineRow(say(Say.WipeIt), "wipe-row", Sign.Erase, say(Say.WipeShort), isGrave = true) { on.want(device, Deed.Wipe) }
            }
        }
        Heading(say(Say.Orders))
        Loaded(step.orders, say(Say.Reading), { on.open(device) }) { orders ->
            if (orders.isEmpty()) {
                Text(say(Say.NoOrders), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            } else {
                val language = LocalLanguage.current
                Rows {
                    orders.forEach { order ->
                        LineRow(
                            say(verbName(order.verb)),
                            "order-${order.id}",
                            if (order.receipt != null) Sign.Receipt else Sign.Clock,
                            "${say(stateName(order.state))} · ${language.time(order.issued)}",
                        ) {
                            on.follow(device, order)
                        }
                    }
                }
            }
        }
    }
}

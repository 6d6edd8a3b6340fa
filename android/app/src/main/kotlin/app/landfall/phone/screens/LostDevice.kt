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
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SayLost
import app.landfall.phone.words.say
import app.landfall.phone.words.time

@Composable
internal fun LostDevicesScreen(
    step: LostStep.Devices,
    trouble: Trouble?,
    on: LostActions,
) = Screen(say(SayLost.WhichLost), { on.start() }) {
    if (trouble != null) TroubleNote(trouble)
    val others = step.devices.filter { !it.own }
    if (others.isEmpty()) {
        Nothing(Sign.Phone, say(SayLost.NoOthers), say(SayLost.NoOthersWhy))
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
        bottom = { MainButton(say(SayLost.LockIt), "lock", sign = Sign.Lock) { on.want(device, Deed.Lock) } },
    ) {
        if (trouble != null) TroubleNote(trouble)
        if (locksOnly) Note(say(SayLost.PasswordLocksOnly), Tone.Care)
        Rows {
            LineRow(say(SayLost.LockIt), "lock-row", Sign.Lock, say(SayLost.LockShort)) { on.want(device, Deed.Lock) }
            if (!locksOnly) {
                LineRow(say(SayLost.UnlockIt), "unlock-row", Sign.Key, say(SayLost.UnlockShort)) { on.want(device, Deed.Unlock) }
                LineRow(say(SayLost.CopyTo), "copy-row", Sign.Copy, say(SayLost.CopyShort)) { on.want(device, Deed.Copy) }
                LineRow(say(SayLost.OverwriteIt), "overwrite-row", Sign.Swap, say(SayLost.OverwriteShort)) { on.want(device, Deed.Overwrite) }
                LineRow(
                    say(SayLost.DeleteSome),
                    "delete-row",
                    Sign.Sim,
                    say(SayLost.DeleteSomeShort),
                    isGrave = true,
                ) { on.want(device, Deed.Delete) }
                LineRow(say(SayLost.WipeIt), "wipe-row", Sign.Erase, say(SayLost.WipeShort), isGrave = true) { on.want(device, Deed.Wipe) }
            }
        }
        Heading(say(SayLost.Orders))
        Loaded(step.orders, say(SayAnywhere.Reading), { on.open(device) }) { orders ->
            if (orders.isEmpty()) {
                Text(say(SayLost.NoOrders), style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
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

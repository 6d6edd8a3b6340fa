package app.landfall.phone.screens

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import app.landfall.core.Contact
import app.landfall.core.Trouble
import app.landfall.phone.look.Body
import app.landfall.phone.look.Field
import app.landfall.phone.look.LineRow
import app.landfall.phone.look.MainButton
import app.landfall.phone.look.Nothing
import app.landfall.phone.look.Rows
import app.landfall.phone.look.Screen
import app.landfall.phone.look.Sign
import app.landfall.phone.look.Typed
import app.landfall.phone.words.SayAnywhere
import app.landfall.phone.words.SaySims
import app.landfall.phone.words.say

/** One line that is typed and saved. */
@Composable
fun NameScreen(
    now: String,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onSave: (String) -> Unit = {},
) {
    var name by remember { mutableStateOf(now) }
    Screen(say(SaySims.Name), onBack, bottom = { MainButton(say(SayAnywhere.Save), "save-name", isBusy = isBusy) { onSave(name) } }) {
        if (trouble != null) TroubleNote(trouble)
        Field(say(SaySims.Name), name, "nickname", hint = say(SaySims.NameHint)) { name = it }
    }
}

/** The SIM's phone book: opened by its PIN, read, written. */
@Composable
fun BookScreen(
    contacts: List<Contact>?,
    trouble: Trouble? = null,
    isBusy: Boolean = false,
    onBack: () -> Unit = {},
    onOpen: (String) -> Unit = {},
    onWrite: (Contact) -> Unit = {},
) {
    var pin by remember { mutableStateOf("") }
    var edited by remember(contacts) { mutableStateOf<Contact?>(null) }
    val entry = edited
    Screen(
        say(SaySims.PhoneBook),
        back = { if (entry != null) edited = null else onBack() },
        bottom = {
            when {
                contacts == null -> MainButton(say(SayAnywhere.Open), "open-book", enabled = pin.isNotEmpty(), isBusy = isBusy) { onOpen(pin) }
                entry != null -> MainButton(say(SayAnywhere.Save), "save-contact", isBusy = isBusy) { onWrite(entry) }
                else -> MainButton(say(SaySims.NewContact), "new-contact", sign = Sign.Plus) { edited = Contact(0u, "", "") }
            }
        },
    ) {
        if (trouble != null) TroubleNote(trouble)
        when {
            contacts == null -> {
                Body(say(SaySims.BookPin))
                Field(say(SaySims.Pin), pin, "book-pin", Typed.SecretDigits, onDone = { onOpen(pin) }) { pin = it }
            }

            entry != null -> {
                Field(say(SaySims.ContactName), entry.name, "contact-name") { edited = entry.copy(name = it) }
                Field(say(SaySims.Telephone), entry.dial, "contact-dial", Typed.Digits) { edited = entry.copy(dial = it) }
            }

            contacts.isEmpty() -> {
                Nothing(Sign.Book, say(SaySims.NoContacts), say(SaySims.NoContactsWhy))
            }

            else -> {
                Rows { contacts.forEach { one -> LineRow(one.name, "contact-${one.number}", Sign.Person, one.dial) { edited = one } } }
            }
        }
    }
}

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
import app.landfall.phone.words.Say
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
    Screen(say(Say.Name), onBack, bottom = { MainButton(say(Say.Save), "save-name", isBusy = isBusy) { onSave(name) } }) {
        if (trouble != null) TroubleNote(trouble)
        Field(say(Say.Name), name, "nickname", hint = say(Say.NameHint)) { name = it }
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
        say(Say.PhoneBook),
        back = { if (entry != null) edited = null else onBack() },
        bottom = {
            when {
                contacts == null -> MainButton(say(Say.Open), "open-book", enabled = pin.isNotEmpty(), isBusy = isBusy) { onOpen(pin) }
                entry != null -> MainButton(say(Say.Save), "save-contact", isBusy = isBusy) { onWrite(entry) }
                else -> MainButton(say(Say.NewContact), "new-contact", sign = Sign.Plus) { edited = Contact(0u, "", "") }
            }
        },
    ) {
        if (trouble != null) TroubleNote(trouble)
        when {
            contacts == null -> {
                Body(say(Say.BookPin))
                Field(say(Say.Pin), pin, "book-pin", Typed.SecretDigits, onDone = { onOpen(pin) }) { pin = it }
            }

            entry != null -> {
                Field(say(Say.ContactName), entry.name, "contact-name") { edited = entry.copy(name = it) }
                Field(say(Say.Telephone), entry.dial, "contact-dial", Typed.Digits) { edited = entry.copy(dial = it) }
            }

            contacts.isEmpty() -> {
                Nothing(Sign.Book, say(Say.NoContacts), say(Say.NoContactsWhy))
            }

            else -> {
                Rows { contacts.forEach { one -> LineRow(one.name, "contact-${one.number}", Sign.Person, one.dial) { edited = one } } }
            }
        }
    }
}

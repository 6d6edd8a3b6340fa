package app.landfall.sdk.android.chip

import java.security.Provider

/** The provider that Android's own is on a phone: of the same name, with the same services. */
class ChipProvider : Provider("AndroidKeyStore", "1.0", "A keystore that holds keys to what they were made for") {
    init {
        put("KeyStore.AndroidKeyStore", ChipStore::class.java.name)
        put("KeyPairGenerator.EC", ChipPairs::class.java.name)
        put("KeyGenerator.AES", ChipSecrets::class.java.name)
        put("SecretKeyFactory.AES", ChipInfo::class.java.name)
        put("Signature.SHA256withECDSA", ChipSignature::class.java.name)
        put("Signature.SHA256withECDSA SupportedKeyClasses", HeldPrivate::class.java.name)
        put("Cipher.AES/GCM/NoPadding", ChipCipher::class.java.name)
        put("Cipher.AES/GCM/NoPadding SupportedKeyClasses", HeldSecret::class.java.name)
    }
}

// What the tests need of OpenSSL, for a keystore of files and for a network's side of AKA. Never shipped.
#ifndef LANDFALL_TEST_CRYPTO_H
#define LANDFALL_TEST_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

// Each answers 1, or 0 if it failed.

// A new P-256 key: its scalar and its point, 04 || x || y.
int tc_p256_generate(uint8_t scalar[32], uint8_t point[65]);
// ECDSA over SHA-256 of the message, DER. `size` holds the room of `signature`, then its length.
int tc_p256_sign(const uint8_t scalar[32], const uint8_t *message, size_t length, uint8_t *signature, size_t *size);
int tc_random(uint8_t *bytes, size_t length);
// AES-256-GCM: out is text || tag, 16 bytes longer.
int tc_gcm_seal(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *plain, size_t length, uint8_t *out);
int tc_gcm_open(const uint8_t key[32], const uint8_t nonce[12], const uint8_t *sealed, size_t length, uint8_t *out);
// One block of AES-128.
int tc_aes128(const uint8_t key[16], const uint8_t block[16], uint8_t out[16]);

#endif

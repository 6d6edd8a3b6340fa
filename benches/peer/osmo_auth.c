/* Calls libosmocore's osmo_auth_gen_vec() with plain bytes, so that no struct layout crosses into Rust. */
#include <stdint.h>
#include <string.h>
#include <osmocom/crypt/auth.h>

/* 3G: out = AUTN(16) RES(8) CK(16) IK(16) SRES(4) Kc(8). Returns 0 if a vector was made. */
int landfall_osmo_milenage(const uint8_t k[16], const uint8_t opc[16], uint64_t sqn, const uint8_t amf[2],
			   const uint8_t rand[16], uint8_t out[68])
{
	struct osmo_sub_auth_data keys = { .type = OSMO_AUTH_TYPE_UMTS, .algo = OSMO_AUTH_ALG_MILENAGE };
	struct osmo_auth_vector vec = { 0 };

	memcpy(keys.u.umts.k, k, 16);
	memcpy(keys.u.umts.opc, opc, 16);
	memcpy(keys.u.umts.amf, amf, 2);
	/* IND of 5 bits: the library adds one step before it uses the number. */
	keys.u.umts.ind_bitlen = 5;
	keys.u.umts.ind = sqn & 31;
	keys.u.umts.sqn = sqn - 32;
	if (osmo_auth_gen_vec(&vec, &keys, rand) < 0)
		return -1;
	memcpy(out, vec.autn, 16);
	memcpy(out + 16, vec.res, 8);
	memcpy(out + 24, vec.ck, 16);
	memcpy(out + 40, vec.ik, 16);
	memcpy(out + 56, vec.sres, 4);
	memcpy(out + 60, vec.kc, 8);
	return 0;
}

/* 2G, COMP128 of `version`: out = SRES(4) Kc(8). Returns 0 if a vector was made. */
int landfall_osmo_comp128(int version, const uint8_t ki[16], const uint8_t rand[16], uint8_t out[12])
{
	static const enum osmo_auth_algo algorithms[] = { OSMO_AUTH_ALG_COMP128v1, OSMO_AUTH_ALG_COMP128v2,
							  OSMO_AUTH_ALG_COMP128v3 };
	struct osmo_sub_auth_data keys = { .type = OSMO_AUTH_TYPE_GSM };
	struct osmo_auth_vector vec = { 0 };

	if (version < 1 || version > 3)
		return -1;
	keys.algo = algorithms[version - 1];
	memcpy(keys.u.gsm.ki, ki, 16);
	if (osmo_auth_gen_vec(&vec, &keys, rand) < 0)
		return -1;
	memcpy(out, vec.sres, 4);
	memcpy(out + 4, vec.kc, 8);
	return 0;
}

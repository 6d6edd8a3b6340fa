use super::Base;
use crate::harbour::{iccid, subscriber};
use rsp::{
    Message,
    es10::{
        DeleteProfileRequest, DisableProfileRequest, EnableProfileRequest, EuiccConfiguredAddressesRequest,
        EuiccMemoryResetRequest, GetEuiccChallengeRequest, GetEuiccDataRequest, GetEuiccInfo1Request,
        GetEuiccInfo2Request, GetRatRequest, ListNotificationRequest, NotificationSentRequest, ProfileIdentifier,
        ProfileInfoListRequest, ResetOptions, RetrieveNotificationsListRequest, SetDefaultDpAddressRequest,
        SetNicknameRequest,
    },
};

/// The command that enables the card number `n`.
pub(super) fn enable(n: u8) -> Vec<u8> {
    EnableProfileRequest { profile_identifier: ProfileIdentifier::Iccid(iccid(n)), refresh_flag: true }.encode()
}

/// Valid input, to begin from.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut all = vec![whole_life(0), whole_life(1), files(0), files(1), codes(), download(), tricks(), gsm()];
    all.extend(functions().iter().map(|function| [&[0][..], &es10(function)].concat()));
    all
}

fn behind_length(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("short").to_be_bytes();
    [&[kind], &length[..], bytes].concat()
}

fn es10(function: &[u8]) -> Vec<u8> {
    behind_length(3, function)
}

fn apdu(hex: &str) -> Vec<u8> {
    let digit = |c: char| c.to_digit(16).expect("hexadecimal") as u8;
    let digits: Vec<u8> = hex.chars().filter(|c| *c != ' ').map(digit).collect();
    behind_length(0, &digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect::<Vec<_>>())
}

fn functions() -> Vec<Vec<u8>> {
    let one = || ProfileIdentifier::Iccid(iccid(1));
    vec![
        GetEuiccInfo1Request.encode(),
        GetEuiccInfo2Request.encode(),
        GetEuiccChallengeRequest.encode(),
        GetEuiccDataRequest.encode(),
        GetRatRequest.encode(),
        EuiccConfiguredAddressesRequest.encode(),
        SetDefaultDpAddressRequest { default_dp_address: "dp.example".into() }.encode(),
        ProfileInfoListRequest::default().encode(),
        SetNicknameRequest { iccid: iccid(1), profile_nickname: "Summer".into() }.encode(),
        ListNotificationRequest::default().encode(),
        RetrieveNotificationsListRequest::default().encode(),
        NotificationSentRequest { seq_number: 1 }.encode(),
        enable(2),
        DisableProfileRequest { profile_identifier: one(), refresh_flag: false }.encode(),
        DeleteProfileRequest { profile_identifier: ProfileIdentifier::Iccid(iccid(2)) }.encode(),
        EuiccMemoryResetRequest { reset_options: ResetOptions::DELETE_OPERATIONAL_PROFILES }.encode(),
    ]
}

/// Every function, in an order that makes sense, with a restart in between.
fn whole_life(transport: u8) -> Vec<u8> {
    let mut input = vec![transport];
    for (at, function) in functions().iter().enumerate() {
        input.extend(es10(function));
        if at % 4 == 3 {
            input.push(8);
        }
    }
    input
}

/// What a phone does with a USIM at its start, and authentication.
fn files(transport: u8) -> Vec<u8> {
    [
        vec![transport],
        apdu("00A40004023F00"),
        apdu("00A40004022F00"),
        apdu("00B2010426"),
        apdu("00A40404 07 A0000000871002"),
        apdu("0020000108 31323334FFFFFFFF"),
        apdu("00A40004026F07"),
        apdu("00B0000009"),
        apdu("00A40804 04 7FFF6F46"),
        apdu("00B0000011"),
        apdu("00A40804 04 7F106F3A"),
        apdu("00DC0104 1C 414243FFFFFFFFFFFFFFFFFFFFFFFFFFFF0781213243F5FFFFFFFFFFFFFF"),
        apdu("00A20104 03 414243"),
        apdu("80F2000000"),
        apdu("00700000 01"),
        apdu("01A40404 07 A0000000871002"),
        apdu("8010000003 FFFFFF"),
        apdu("8012000000"),
        apdu("00880081 22 10 23553CBE9637A89D218AE64DAE47BF35 10 55F328B43577B9B94A9FFAC354DFAFB3"),
        apdu("00C00000 35"),
        apdu("00880080 11 10 23553CBE9637A89D218AE64DAE47BF35"),
        apdu("80320000 03 000001"),
        apdu("00708001 00"),
    ]
    .concat()
}

/// PINs and PUKs.
fn codes() -> Vec<u8> {
    let (good, bad) = ("31323334FFFFFFFF", "39393939FFFFFFFF");
    [
        vec![0],
        apdu("00A40404 07 A0000000871002"),
        apdu(&format!("0020000108{bad}")),
        apdu("0020000100"),
        apdu(&format!("0024000110{good}{bad}")),
        apdu(&format!("0026000108{bad}")),
        apdu(&format!("0028000108{bad}")),
        apdu(&format!("0020000108{good}")),
        vec![9, 1],
        apdu(&format!("0020000108{good}")),
        apdu(&format!("0020000108{good}")),
        vec![8],
        apdu(&format!("0020000108{good}")),
        apdu(&format!("002C000110 3132333435363738{good}")),
        apdu("0020000A08 3837363534333231"),
    ]
    .concat()
}

/// The package that was kept, in two goes; then downloads that go well, and not.
fn download() -> Vec<u8> {
    let profile = saip::build(&subscriber(3)).expect("a good row").encode();
    [&[0, 5, 4, 8, 5, 255, 9, 1, 5, 255][..], &es10(&enable(3)), &behind_length(6, profile.expose())].concat()
}

/// Commands cut in the middle, effects that fail, and the wrong things in the wrong places.
fn tricks() -> Vec<u8> {
    [
        vec![0, 9, 0],
        es10(&enable(2)),
        vec![9, 1],
        es10(&enable(2)),
        vec![9, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 44, 1],
        apdu("81E2910000"),
        apdu("80E21100 02 BF2D"),
        apdu("80E29101 01 00"),
        vec![7],
        apdu("00A40400 10 A0000005591010FFFFFFFF8900000100"),
        apdu("80E29100 03 BF2D00"),
        behind_length(0, &Base::get().package[..40]),
        vec![6, 0, 0, 0, 0, 9, 2],
    ]
    .concat()
}

/// An old reader.
fn gsm() -> Vec<u8> {
    [
        vec![1],
        apdu("A0A40000023F00"),
        apdu("A0C0000016"),
        apdu("A0A40000027F20"),
        apdu("A0200001083132333434FFFFFF"),
        apdu("A0200001083132333 4FFFFFFFF"),
        apdu("A0A40000026F07"),
        apdu("A0B0000009"),
        apdu("A0880000 10 23553CBE9637A89D218AE64DAE47BF35"),
        apdu("A0C000000C"),
    ]
    .concat()
}

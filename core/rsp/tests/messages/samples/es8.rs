//! ES8+: what stands in a bound profile package (SGP.22 §5.5).

use super::*;

pub(super) fn es8() -> Vec<Sample> {
    vec![
        sample(
            "InitialiseSecureChannelRequest",
            InitialiseSecureChannelRequest {
                remote_op_id: 1,
                transaction_id: transaction_id(),
                control_ref_template: ControlRefTemplate { key_type: 0x88, key_len: 16, host_id: b"host".to_vec() },
                smdp_otpk: point(),
                smdp_sign: [0xF7; 64],
            },
        ),
        sample("ConfigureIsdpRequest", ConfigureIsdpRequest::default()),
        sample(
            "ConfigureIsdpRequest/data",
            ConfigureIsdpRequest {
                dp_proprietary_data: Some(DpProprietaryData { dp_oid: vec![0x88, 0x37], rest: Vec::new() }),
            },
        ),
        sample("StoreMetadataRequest", metadata()),
        sample("StoreMetadataRequest/least", StoreMetadataRequest::new(iccid(), "SP", "Name")),
        sample(
            "StoreMetadataRequest/portable",
            StoreMetadataRequest {
                service_specific_data: vec![Portable { least_assurance: Assurance::Tee }.item()],
                ..StoreMetadataRequest::new(iccid(), "SP", "Name")
            },
        ),
        sample(
            "UpdateMetadataRequest",
            UpdateMetadataRequest { profile_name: Some("New".to_owned()), ..UpdateMetadataRequest::default() },
        ),
        sample(
            "ReplaceSessionKeysRequest",
            ReplaceSessionKeysRequest {
                keys: SessionKeys {
                    initial_mac_chaining_value: [1; 16].into(),
                    enc: [2; 16].into(),
                    mac: [3; 16].into(),
                },
            },
        ),
    ]
}

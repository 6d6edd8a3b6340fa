/// A request without input data.
macro_rules! empty_request {
    ($(#[$meta:meta])* $name:ident = $tag:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name;

        impl crate::message::Message for $name {
            const TAG: u32 = $tag;

            fn read(_: tlv::Reader<'_>) -> Result<Self, crate::message::MessageError> {
                Ok(Self)
            }

            fn write(&self, _: &mut tlv::Writer) {}
        }
    };
}

/// A response that is one result code under tag 80.
macro_rules! result_response {
    ($(#[$meta:meta])* $name:ident = $tag:literal, $result:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            /// How it went.
            pub result: $result,
        }

        impl crate::message::Message for $name {
            const TAG: u32 = $tag;

            fn read(body: tlv::Reader<'_>) -> Result<Self, crate::message::MessageError> {
                Ok(Self { result: $result::read(&body.require(0x80)?)? })
            }

            fn write(&self, w: &mut tlv::Writer) {
                self.result.put(w, 0x80u32);
            }
        }
    };
}

pub(super) use empty_request;
pub(super) use result_response;

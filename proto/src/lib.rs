//! The wire: generated code only. `make proto` writes `generated/` from the `.proto` files beside this crate.
//!
//! Messages are always there; `grpc` adds tonic clients and servers, `control` adds the public API and proto3 JSON.
//! Nothing here may hold logic: what bytes mean is said in `fleet::wire` and `store`.

#![allow(
    missing_debug_implementations,
    unreachable_pub,
    clippy::large_enum_variant,
    reason = "generated code"
)]

/// The Open Agent Management Protocol.
pub mod opamp {
    /// `opamp.proto.v1`, wire-compatible with the specification's newest messages.
    pub mod v1 {
        include!("generated/opamp.proto.v1.rs");
        #[cfg(feature = "control")]
        include!("generated/opamp.proto.v1.serde.rs");
    }
    /// The protobuf package is `opamp.proto.v1`; generated code names it so.
    pub mod proto {
        pub use super::v1;
    }
}

/// Packages of our own.
pub mod drover {
    /// The public API.
    #[cfg(feature = "control")]
    pub mod control {
        /// `drover.control.v1`.
        pub mod v1 {
            include!("generated/drover.control.v1.rs");
            include!("generated/drover.control.v1.serde.rs");
            /// The descriptor set of this package and its imports, for reflection.
            pub const DESCRIPTORS: &[u8] = include_bytes!("generated/control.bin");
        }
    }
    /// Gateway to node.
    pub mod link {
        /// `drover.link.v1`.
        pub mod v1 {
            include!("generated/drover.link.v1.rs");
        }
    }
    /// Control API to node, node to node.
    pub mod route {
        /// `drover.route.v1`.
        pub mod v1 {
            include!("generated/drover.route.v1.rs");
        }
    }
    /// Stored values.
    pub mod record {
        /// `drover.record.v1`.
        pub mod v1 {
            include!("generated/drover.record.v1.rs");
        }
    }
}

#[cfg(feature = "control")]
pub use drover::control;
pub use drover::{link, record, route};

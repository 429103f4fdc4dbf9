use bytes::Bytes;
use fleet::MemberId;
use proto::link::v1 as pb;
use tonic::{Code, Status};

use super::{FromGateway, VERSION, hello};

const ME: MemberId = MemberId::new([1; 16]);
const GATEWAY: MemberId = MemberId::new([2; 16]);

fn open(versions: Vec<u32>, node: &[u8]) -> Result<MemberId, Status> {
    let node = Bytes::copy_from_slice(node);
    let hello = pb::GatewayHello { versions, gateway: GATEWAY.to_bytes(), node };
    self::hello(Some(Ok(pb::GatewayFrame { frame: Some(FromGateway::Hello(hello)) })), ME)
}

#[test]
fn a_link_that_means_this_node_is_opened() {
    assert_eq!(open(vec![VERSION], ME.as_bytes()).unwrap(), GATEWAY);
}

#[test]
fn a_link_that_means_the_former_process_at_this_address_is_refused() {
    for other in [&[9; 16][..], &[]] {
        let refused = open(vec![VERSION], other).unwrap_err();
        assert_eq!(refused.code(), Code::FailedPrecondition);
    }
}

#[test]
fn a_link_without_a_common_version_is_refused() {
    let refused = open(vec![VERSION + 1], ME.as_bytes()).unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
}

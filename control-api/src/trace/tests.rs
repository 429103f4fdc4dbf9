use http::Response;
use tonic::Status;
use tower_http::classify::{ClassifiedResponse, ClassifyResponse, MakeClassifier};

use super::*;

fn is_failure(status: &Status) -> bool {
    let mut response = Response::new(());
    status.add_header(response.headers_mut()).unwrap();
    match failures().make_classifier(&Request::new(())).classify_response(&response) {
        ClassifiedResponse::Ready(result) => result.is_err(),
        ClassifiedResponse::RequiresEos(_) => false,
    }
}

#[test]
fn a_refusal_is_no_failure_of_the_server() {
    for refusal in [
        Status::not_found(""),
        Status::unauthenticated(""),
        Status::permission_denied(""),
        Status::invalid_argument(""),
        Status::failed_precondition(""),
        Status::aborted(""),
    ] {
        assert!(!is_failure(&refusal), "{refusal:?}");
    }
    for failure in [Status::internal(""), Status::unavailable(""), Status::data_loss("")] {
        assert!(is_failure(&failure), "{failure:?}");
    }
}

use std::convert::Infallible;

use tonic::Code;
use tonic_types::StatusExt as _;
use tower::{ServiceExt as _, service_fn};

use super::*;

const RESTART: &str = "/drover.control.v1.CommandService/Restart";
const COUNT: &str = "/drover.control.v1.AgentService/CountAgents";

fn bounds(prompt: usize, patient: usize, call_max: Duration) -> BoundsLayer {
    let metrics = Metrics::default();
    let permits = |count| Arc::new(Semaphore::new(count));
    BoundsLayer { prompt: permits(prompt), patient: permits(patient), call_max, metrics }
}

/// A call that nobody answers, with a deadline of its own if this says so.
async fn call(bounds: &BoundsLayer, method: &str, deadline: &str) -> (Code, String) {
    let silent = service_fn(|_: http::Request<()>| {
        std::future::pending::<Result<http::Response<Body>, Infallible>>()
    });
    let request = http::Request::builder().uri(method).header("grpc-timeout", deadline);
    let response = bounds.layer(silent).oneshot(request.body(()).unwrap()).await.unwrap();
    let status = Status::from_header_map(response.headers()).unwrap();
    let info = status.get_details_error_info().unwrap();
    (status.code(), info.reason)
}

#[tokio::test(start_paused = true)]
async fn a_call_without_an_answer_ends_at_the_earlier_deadline_and_says_why() {
    let bounds = bounds(1, 1, Duration::from_secs(60));
    for (deadline, expected) in [
        ("20S", 20),
        ("10000m", 10),
        ("3000000u", 3),
        ("99999999H", 60),
        ("2M", 60),
        ("", 60),
        ("S", 60),
        ("123456789S", 60),
        ("-1S", 60),
        ("10x", 60),
    ] {
        let started = tokio::time::Instant::now();
        let answer = call(&bounds, COUNT, deadline).await;
        assert_eq!(answer, (Code::DeadlineExceeded, "CALL_TIMED_OUT".to_owned()));
        assert_eq!(started.elapsed().as_secs(), expected, "{deadline}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_that_may_wait_take_no_permit_from_others() {
    let bounds = bounds(1, 2, Duration::from_secs(60));
    let shed = (Code::ResourceExhausted, "TOO_MANY_CALLS".to_owned());
    let late = (Code::DeadlineExceeded, "CALL_TIMED_OUT".to_owned());
    let (one, two, three, count, other) = tokio::join!(
        call(&bounds, RESTART, ""),
        call(&bounds, RESTART, ""),
        call(&bounds, RESTART, ""),
        call(&bounds, COUNT, ""),
        call(&bounds, "/nobody/Knows", ""),
    );
    assert_eq!([&one, &two, &three], [&late, &late, &shed]);
    assert_eq!([&count, &other], [&late, &shed], "what is unknown counts as well");
}

use crate::{full_sync::Logs, program};
use landfall_benches::{Report, Unit, measure};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Instant,
};

const STARTS: usize = 11;

pub(crate) fn report(logs: &Logs, report: &mut Report) {
    let start = || {
        let begun = Instant::now();
        let served = program::serve(&logs.data(), None);
        ready(served.address());
        begun.elapsed().as_secs_f64() * 1e3
    };
    let times = std::iter::repeat_with(start).take(STARTS).collect();
    report.add("cloud.start_ms", measure::median(times), Unit::Milliseconds, None);
}

fn ready(address: SocketAddr) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: cloud.test\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

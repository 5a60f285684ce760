//! How much one network may do of something, counted by this process alone: the first net, which
//! a flood meets before it costs the database anything.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

use crate::clock::Clock;
use crate::limit::Allowance;

/// Networks remembered before those with a full allowance are forgotten, and before larger
/// networks count as one: whoever owns more addresses than this must not fill the memory.
const NETWORKS_MAX: usize = 50_000;

/// Least time between two searches for networks with a full allowance: it looks at all of them.
const TIDYING_GAP: Duration = Duration::from_secs(1);

/// Time for the limiter: how far the portal's own clock has gone forward, so that a test can move
/// it. A clock that is set back is at a stand for that one step and goes on from there; otherwise
/// nobody would regain anything until it had caught up.
#[derive(Clone)]
struct ForwardClock {
    clock: Clock,
    gone: Arc<Mutex<Gone>>,
}

struct Gone {
    latest: Timestamp,
    forward: Duration,
}

impl ForwardClock {
    fn new(clock: &Clock) -> Self {
        let gone = Gone {
            latest: clock.now(),
            forward: Duration::ZERO,
        };
        Self {
            clock: clock.clone(),
            gone: Arc::new(Mutex::new(gone)),
        }
    }
}

impl governor::clock::Clock for ForwardClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        // Read under the lock, so that no other thread's later reading comes first.
        let now = self.clock.now();
        let step = now.duration_since(gone.latest);
        gone.forward += Duration::try_from(step).unwrap_or(Duration::ZERO);
        gone.latest = now;
        gone.forward
    }
}

/// One allowance, kept for each network.
pub struct LocalLimit {
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, ForwardClock, NoOpMiddleware<Duration>>,
    clock: ForwardClock,
    tidied_at: Mutex<Duration>,
}

impl LocalLimit {
    /// Nobody has used anything yet.
    pub fn new(allowance: Allowance, clock: &Clock) -> Self {
        let clock = ForwardClock::new(clock);
        let each = Duration::from_secs(u64::from(allowance.window_s.get())) / allowance.count.get();
        // Unwrap safety: the period is zero only for an allowance of more than 10^9 a second.
        let quota = Quota::with_period(each.max(Duration::from_nanos(1)))
            .expect("the period is not zero")
            .allow_burst(allowance.count);
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Self {
            limiter,
            clock,
            tidied_at: Mutex::new(Duration::ZERO),
        }
    }

    /// Takes one of an address's allowance, and says which network the address was counted as.
    ///
    /// # Errors
    /// The whole seconds until there is one again.
    pub fn take(&self, address: IpAddr) -> Result<IpAddr, u64> {
        let network = if self.is_crowded() {
            large_network(address)
        } else {
            network(address)
        };
        match self.limiter.check_key(&network) {
            Ok(()) => Ok(network),
            Err(until) => Err(until.wait_time_from(self.clock.now()).as_secs() + 1),
        }
    }

    /// Whether too many networks are remembered, after those with a full allowance are forgotten.
    fn is_crowded(&self) -> bool {
        if self.limiter.len() < NETWORKS_MAX {
            return false;
        }
        let now = self.clock.now();
        let mut tidied_at = self
            .tidied_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if now.saturating_sub(*tidied_at) >= TIDYING_GAP {
            *tidied_at = now;
            self.limiter.retain_recent();
        }
        self.limiter.len() >= NETWORKS_MAX
    }
}

/// Who counts as one: an IPv4 address, or the /64 network that one IPv6 customer is given.
pub fn network(address: IpAddr) -> IpAddr {
    first_bits(address, 32, 64)
}

/// Who counts as one in a crowd: all that is given to one provider. There are few of these.
fn large_network(address: IpAddr) -> IpAddr {
    first_bits(address, 16, 32)
}

fn first_bits(address: IpAddr, of_ipv4: u32, of_ipv6: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let others = u32::MAX.checked_shr(of_ipv4).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & !others))
        }
        IpAddr::V6(address) => {
            let others = u128::MAX.checked_shr(of_ipv6).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !others))
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn limit(count: u32) -> (Clock, LocalLimit) {
        let clock = Clock::settable(Timestamp::from_second(1_780_000_000).expect("a moment"));
        let limit = LocalLimit::new(Allowance::new(count, 600), &clock);
        (clock, limit)
    }

    #[test]
    fn an_allowance_is_regained_also_after_the_clock_was_set_back() {
        let (clock, limit) = limit(2);
        assert_eq!(limit.take(HOME), Ok(HOME));
        assert_eq!(limit.take(HOME), Ok(HOME));
        assert_eq!(limit.take(HOME), Err(301));
        clock.advance(SignedDuration::from_hours(-24 * 365));
        assert_eq!(limit.take(HOME), Err(301));
        clock.advance(SignedDuration::from_secs(300));
        assert_eq!(limit.take(HOME), Ok(HOME));
        assert_eq!(limit.take(HOME), Err(301));
    }

    #[test]
    fn a_flood_of_networks_is_remembered_by_its_providers() {
        let (clock, limit) = limit(1);
        let address = |number: usize| {
            let network = (0x2001_0db8_u128 << 96) | ((number as u128) << 64);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        };
        for number in 0..NETWORKS_MAX {
            assert_eq!(limit.take(address(number)), Ok(address(number)));
        }
        // The first of the large network has its allowance, and the others share it.
        assert_eq!(limit.take(address(NETWORKS_MAX)), Err(601));
        assert!(limit.take(HOME).is_ok());
        assert_eq!(limit.limiter.len(), NETWORKS_MAX + 1);
        // When they have regained theirs they are forgotten.
        clock.advance(SignedDuration::from_secs(1_200));
        assert!(limit.take(address(NETWORKS_MAX)).is_ok());
        assert_eq!(limit.limiter.len(), 1);
    }

    #[test]
    fn a_customer_s_ipv6_network_counts_as_one() {
        let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(
            network(parse("2001:db8:1:2:3:4:5:6")),
            parse("2001:db8:1:2::")
        );
        assert_ne!(network(parse("2001:db8:1:3::6")), parse("2001:db8:1:2::"));
        assert_eq!(network(parse("::ffff:192.0.2.7")), parse("192.0.2.7"));
        assert_eq!(large_network(parse("192.0.2.7")), parse("192.0.0.0"));
        assert_eq!(large_network(parse("2001:db8:1::1")), parse("2001:db8::"));
    }
}

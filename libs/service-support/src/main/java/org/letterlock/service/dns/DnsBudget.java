package org.letterlock.service.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;

/**
 * What all questions about one message may take together (FLOW-5). The time runs from the making of this object, whether somebody
 * asks or not; when it is over, each question is {@link DnsAnswer.Failed} at once, one that is under way as well. Safe for use by
 * several threads.
 */
public final class DnsBudget implements DnsLookup {
    private static final Duration PER_MESSAGE = Duration.ofSeconds(20);

    private final DnsLookup lookup;
    private final long deadline;

    private DnsBudget(DnsLookup lookup, Duration total) {
        this.lookup = lookup;
        this.deadline = System.nanoTime() + total.toNanos();
    }

    /** Twenty seconds from now. */
    public static DnsBudget forMessage(DnsLookup lookup) {
        return of(lookup, PER_MESSAGE);
    }

    /** So much from now, for questions that are not about a message. */
    public static DnsBudget of(DnsLookup lookup, Duration total) {
        return new DnsBudget(lookup, total);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return within(() -> lookup.texts(name));
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        return within(() -> lookup.addresses(name, family));
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        return within(() -> lookup.mailExchangers(name));
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return within(() -> lookup.names(address));
    }

    private <T> DnsAnswer<T> within(Supplier<DnsAnswer<T>> question) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return new DnsAnswer.Failed<>("budget");
        }
        CompletableFuture<DnsAnswer<T>> answer = CompletableFuture.supplyAsync(question, Thread::startVirtualThread);
        try {
            return answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new DnsAnswer.Failed<>("budget"); // what was asked ends by itself, and its answer may serve another
        } catch (ExecutionException e) {
            throw new IllegalStateException("a DNS question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DnsAnswer.Failed<>("interrupted");
        }
    }
}

package org.letterlock.imap.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.letterlock.imap.framing.Frame.AppendBegun;
import org.letterlock.imap.framing.Frame.AppendEnded;
import org.letterlock.imap.framing.Frame.AppendOctets;
import org.letterlock.imap.framing.Frame.Command;
import org.letterlock.imap.framing.Frame.ContinuationLine;
import org.letterlock.imap.framing.Frame.Fault;
import org.letterlock.imap.framing.Frame.LiteralAwaited;
import org.letterlock.imap.framing.Frame.RefusedLiteralPassed;
import org.letterlock.imap.framing.Frame.Violation;

/**
 * Finds the commands in what a client sends. Frames do not depend on how the octets arrive. A line ends at CRLF only; a bare CR
 * or LF is reported and never repaired. What is too long is dropped to its end, non-synchronizing literals included, so that
 * its tail cannot become a command.
 *
 * <p>The caller asks for one frame at a time, so pipelined octets wait where they are while a command is at work. For one
 * thread.
 */
public final class CommandFramer {
    private static final int TAG_ROOM = 200;
    private static final byte CR = '\r';
    private static final byte LF = '\n';

    /** What the next octets belong to. */
    private enum State {
        LINE,
        LITERAL,
        UNDECIDED,
        APPEND,
        APPEND_TAIL,
        DROPPED_LINE,
        DROPPED_LITERAL
    }

    // All of this is owned by the thread of the connection.
    private FramingLimits limits;
    private State state = State.LINE;
    private byte[] collected = new byte[512];
    private int length; // octets in use of collected
    private int lineStart; // where the current line of the command begins in collected
    private long remaining; // octets of the current literal that have not come
    private Literal appended = new Literal(0, false, false);
    private Frame afterDropping = new RefusedLiteralPassed();

    /** A framer before the first octet. */
    public CommandFramer(FramingLimits limits) {
        this.limits = limits;
    }

    /** Sets the limits from the next command on. */
    public void limit(FramingLimits newLimits) {
        limits = newLimits;
    }

    /** The next command or part of an APPEND; empty when {@code in} has been read to its end without completing one. */
    public Optional<Frame> next(ByteBuffer in) {
        return next(in, false);
    }

    /** The next line, in which nothing announces a literal; only where the server has asked for a continuation. */
    public Optional<Frame> nextContinuationLine(ByteBuffer in) {
        return next(in, true);
    }

    private Optional<Frame> next(ByteBuffer in, boolean continuation) {
        Optional<Frame> frame = Optional.empty();
        while (frame.isEmpty() && (in.hasRemaining() || isDue())) {
            frame = switch (state) {
                case LINE -> continuation ? continuationLine(in) : line(in);
                case LITERAL -> literal(in);
                case UNDECIDED -> throw new IllegalStateException("the literal was neither accepted nor refused");
                case APPEND -> append(in);
                case APPEND_TAIL -> appendTail(in);
                case DROPPED_LINE -> droppedLine(in);
                case DROPPED_LITERAL -> droppedLiteral(in);
            };
        }
        return frame;
    }

    // Whether there is something to do without further octets.
    private boolean isDue() {
        return remaining == 0 && (state == State.LITERAL || state == State.APPEND || state == State.DROPPED_LITERAL);
    }

    /** The client may send the message of APPEND; a synchronizing literal wants a continuation request now. */
    public void acceptLiteral() {
        requireUndecided();
        remaining = appended.size();
        state = State.APPEND;
    }

    /** The message is not wanted. A client that waits gets its answer at once; octets on their way are dropped first. */
    public void refuseLiteral() {
        requireUndecided();
        afterDropping = new RefusedLiteralPassed();
        remaining = appended.synchronizing() ? 0 : appended.size();
        state = appended.synchronizing() ? State.LINE : State.DROPPED_LITERAL;
    }

    private void requireUndecided() {
        if (state != State.UNDECIDED) {
            throw new IllegalStateException("no literal waits for a decision");
        }
        length = 0;
        lineStart = 0;
    }

    /** Whether the octets of an unfinished command are held. */
    public boolean isInsideCommand() {
        return state != State.LINE || length > 0;
    }

    private Optional<Frame> continuationLine(ByteBuffer in) {
        if (!collectLine(in, FramingLimits.CONTINUATION_LINE)) {
            return Optional.empty();
        }
        return Optional.of(completeLine(new ContinuationLine(text(0, length - 2))));
    }

    private Optional<Frame> line(ByteBuffer in) {
        if (!collectLine(in, limits.command())) {
            return Optional.empty();
        }
        String line = text(lineStart, length - 2);
        Optional<Literal> literal = Literal.atEndOf(line);
        if (line.indexOf(CR) >= 0 && literal.isEmpty()) {
            return Optional.of(completeLine(new Violation(start(), Fault.BARE_CR_OR_LF)));
        }
        if (literal.isEmpty()) {
            return Optional.of(completeLine(new Command(text(0, length - 2))));
        }
        return line.indexOf(CR) >= 0 ? drop(Fault.BARE_CR_OR_LF, literal.get()) : announced(line, literal.get());
    }

    private Optional<Frame> announced(String line, Literal literal) {
        if (limits.streamsAppend() && isMessageOfAppend(literal.announcementLength(line))) {
            appended = literal;
            state = State.UNDECIDED;
            return Optional.of(new AppendBegun(text(0, length - 2 - literal.announcementLength(line)), literal));
        }
        if (literal.size() > limits.literal() || literal.size() > limits.command() - length) {
            return drop(Fault.LITERAL_TOO_BIG, literal);
        }
        remaining = literal.size();
        state = State.LITERAL;
        return literal.synchronizing() ? Optional.of(new LiteralAwaited()) : Optional.empty();
    }

    // append = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP literal    RFC 9051 section 9
    // Only the mailbox can be a literal before the message, and then nothing stands in front of it.
    private boolean isMessageOfAppend(int announcementLength) {
        String command = text(0, length - 2 - announcementLength);
        int tagEnd = command.indexOf(' ');
        String verb = " APPEND ";
        return tagEnd >= 0
                && command.regionMatches(true, tagEnd, verb, 0, verb.length())
                && command.length() > tagEnd + verb.length();
    }

    private Optional<Frame> drop(Fault fault, Literal literal) {
        Frame violation = new Violation(start(), fault);
        length = 0;
        lineStart = 0;
        if (literal.synchronizing()) {
            state = State.LINE;
            return Optional.of(violation);
        }
        afterDropping = violation;
        remaining = literal.size();
        state = State.DROPPED_LITERAL;
        return Optional.empty();
    }

    private Optional<Frame> literal(ByteBuffer in) {
        int take = (int) Math.min(remaining, in.remaining());
        reserve(take);
        in.get(collected, length, take);
        length += take;
        remaining -= take;
        if (remaining == 0) {
            lineStart = length;
            state = State.LINE;
        }
        return Optional.empty();
    }

    private Optional<Frame> append(ByteBuffer in) {
        if (remaining == 0) {
            state = State.APPEND_TAIL;
            return Optional.empty();
        }
        int take = (int) Math.min(remaining, in.remaining());
        ByteBuffer octets = in.slice(in.position(), take).asReadOnlyBuffer();
        in.position(in.position() + take);
        remaining -= take;
        return Optional.of(new AppendOctets(octets));
    }

    private Optional<Frame> appendTail(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte expected = length == 0 ? CR : LF;
            if (in.get(in.position()) != expected) {
                afterDropping = new AppendEnded(false);
                state = State.DROPPED_LINE;
                return Optional.empty();
            }
            in.get();
            if (length == 1) {
                state = State.LINE;
                return Optional.of(completeLine(new AppendEnded(true)));
            }
            reserve(1);
            collected[length++] = CR;
        }
        return Optional.empty();
    }

    // Here collected holds the line's last octets only: as many as an announcement and its CRLF can have.
    private Optional<Frame> droppedLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (length == collected.length) {
                System.arraycopy(collected, length - TAG_ROOM, collected, 0, TAG_ROOM);
                length = TAG_ROOM;
            }
            collected[length++] = octet;
            if (octet == LF && length > 1 && collected[length - 2] == CR) {
                Optional<Literal> literal = Literal.atEndOf(text(0, length - 2));
                length = 0;
                if (literal.isPresent() && !literal.get().synchronizing()) {
                    remaining = literal.get().size();
                    state = State.DROPPED_LITERAL;
                    return Optional.empty();
                }
                state = State.LINE;
                return Optional.of(completeLine(afterDropping));
            }
        }
        return Optional.empty();
    }

    private Optional<Frame> droppedLiteral(ByteBuffer in) {
        int skip = (int) Math.min(remaining, in.remaining());
        in.position(in.position() + skip);
        remaining -= skip;
        if (remaining == 0) {
            state = State.DROPPED_LINE;
        }
        return Optional.empty();
    }

    // Collects octets up to CRLF; false when they have not all come, or when the line is dropped.
    private boolean collectLine(ByteBuffer in, int limit) {
        while (in.hasRemaining()) {
            int end = indexOfLf(in);
            int wanted = (end < 0 ? in.limit() : end + 1) - in.position();
            int take = Math.min(wanted, limit + 2 - length);
            reserve(take);
            in.get(collected, length, take);
            length += take;
            if (take < wanted) {
                dropLine(Fault.LINE_TOO_LONG);
                return false;
            }
            if (end >= 0) {
                if (length - lineStart >= 2 && collected[length - 2] == CR) {
                    return true;
                }
                dropLine(Fault.BARE_CR_OR_LF);
                return false;
            }
        }
        return false;
    }

    private void dropLine(Fault fault) {
        afterDropping = new Violation(start(), fault);
        // The tail may be the first half of an announcement or of the CRLF.
        int tail = Math.min(length, TAG_ROOM);
        System.arraycopy(collected, length - tail, collected, 0, tail);
        length = tail;
        lineStart = 0;
        state = State.DROPPED_LINE;
    }

    private static int indexOfLf(ByteBuffer in) {
        for (int i = in.position(); i < in.limit(); i++) {
            if (in.get(i) == LF) {
                return i;
            }
        }
        return -1;
    }

    private Frame completeLine(Frame frame) {
        length = 0;
        lineStart = 0;
        if (collected.length > 16 * 1024) {
            collected = new byte[512]; // an idle connection holds little
        }
        return frame;
    }

    private void reserve(int octets) {
        if (length + octets > collected.length) {
            collected = Arrays.copyOf(collected, Math.max(length + octets, 2 * collected.length));
        }
    }

    private String start() {
        return text(0, Math.min(length, TAG_ROOM));
    }

    private String text(int from, int to) {
        return new String(collected, from, to - from, ISO_8859_1);
    }
}

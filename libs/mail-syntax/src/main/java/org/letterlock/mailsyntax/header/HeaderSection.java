package org.letterlock.mailsyntax.header;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The header section of a message: its fields in their order, and the empty line behind them if there was one. Reading is
 * lenient: a line that is no field stays in its place with an empty name, and the section goes on to the first empty line;
 * {@link #fault()} says what a strict reader minds. Immutable; every change gives a new section.
 */
public final class HeaderSection {
    private static final byte[] CRLF = {'\r', '\n'};

    private final List<HeaderField> fields;
    private final byte[] separator; // the empty line as it stood, or nothing

    private HeaderSection(List<HeaderField> fields, byte[] separator) {
        this.fields = List.copyOf(fields);
        this.separator = separator;
    }

    /** A section of these fields with an empty line behind them. */
    public static HeaderSection of(List<HeaderField> fields) {
        return new HeaderSection(fields, CRLF);
    }

    /** Reads the header section at the start of a whole message; what lies behind it is not looked at. */
    public static HeaderReading parse(byte[] message, HeaderLimits limits) {
        HeaderSectionReader reader = new HeaderSectionReader(limits);
        HeaderReading reading = reader.feed(message, 0, message.length);
        return reading instanceof HeaderReading.Incomplete ? reader.end() : reading;
    }

    static HeaderReading split(byte[] octets, int sectionEnd, int separatorEnd, HeaderLimits limits) {
        List<HeaderField> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < sectionEnd; i++) {
            boolean lineEnds = octets[i] == '\n' || i == sectionEnd - 1;
            boolean folded = i + 1 < sectionEnd && (octets[i + 1] == ' ' || octets[i + 1] == '\t');
            if (!lineEnds || folded) {
                continue;
            }
            if (i + 1 - start > limits.fieldOctets()) {
                return new HeaderReading.Refused(HeaderFault.FIELD_TOO_LARGE);
            }
            if (fields.size() == limits.fields()) {
                return new HeaderReading.Refused(HeaderFault.TOO_MANY_FIELDS);
            }
            fields.add(new HeaderField(octets, start, i + 1));
            start = i + 1;
        }
        return new HeaderReading.Complete(
                new HeaderSection(fields, Arrays.copyOfRange(octets, sectionEnd, separatorEnd)));
    }

    /** The fields in their order. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The first field of that name. */
    public Optional<HeaderField> find(String name) {
        return fields.stream().filter(field -> field.named(name)).findFirst();
    }

    /** All fields of that name in their order. */
    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.named(name)).toList();
    }

    /** With {@code field} in front of all others. */
    public HeaderSection withFirst(HeaderField field) {
        List<HeaderField> changed = new ArrayList<>(fields.size() + 1);
        changed.add(field);
        changed.addAll(fields);
        return changed(changed);
    }

    /** With {@code field} behind all others. */
    public HeaderSection withLast(HeaderField field) {
        List<HeaderField> changed = new ArrayList<>(fields);
        changed.add(field);
        return changed(changed);
    }

    /** Without the fields of that name. */
    public HeaderSection without(String name) {
        return keeping(field -> !field.named(name));
    }

    /** Only the fields that {@code wanted} holds for. */
    public HeaderSection keeping(Predicate<HeaderField> wanted) {
        return changed(fields.stream().filter(wanted).toList());
    }

    /** With each field changed by {@code change}. */
    public HeaderSection replacingEach(UnaryOperator<HeaderField> change) {
        return changed(fields.stream().map(change).toList());
    }

    /** With {@code field} in the place of the first field of its name and without the others; behind all if there was none. */
    public HeaderSection replacing(HeaderField field) {
        String name = field.name();
        List<HeaderField> changed = new ArrayList<>(fields.size() + 1);
        boolean placed = false;
        for (HeaderField old : fields) {
            if (!old.named(name)) {
                changed.add(old);
            } else if (!placed) {
                changed.add(field);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(field);
        }
        return changed(changed);
    }

    /** Whether an empty line ended the section; without one the message has no body. */
    public boolean isSeparated() {
        return separator.length > 0;
    }

    /** Octets of the fields and the empty line. */
    public int length() {
        return fieldOctets() + separator.length;
    }

    /** The section as it lies in the message: fields and empty line. */
    public byte[] octets() {
        byte[] octets = new byte[length()];
        int offset = 0;
        for (HeaderField field : fields) {
            field.copyTo(octets, offset);
            offset += field.length();
        }
        System.arraycopy(separator, 0, octets, offset, separator.length);
        return octets;
    }

    /**
     * The first thing in which the section is not what RFC 5322 section 2.2 wants written. Two readers may see different
     * fields in such a section, so submission refuses it (SPOOF-13).
     */
    public Optional<HeaderFault> fault() {
        for (HeaderField field : fields) {
            Optional<HeaderFault> fault = field.fault();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Arrays.equals(separator, CRLF)
                ? Optional.empty()
                : Optional.of(isSeparated() ? HeaderFault.BARE_CR_OR_LF : HeaderFault.UNTERMINATED);
    }

    /** Which of these names occur more than once, in the given spelling. */
    public Set<String> repeated(List<String> names) {
        Set<String> repeated = new HashSet<>();
        for (String name : names) {
            if (all(name).size() > 1) {
                repeated.add(name);
            }
        }
        return Set.copyOf(repeated);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderSection section
                && fields.equals(section.fields)
                && Arrays.equals(separator, section.separator);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "HeaderSection[" + fields.size() + " fields, " + length() + " octets]";
    }

    // A last field without line end, from a message that was all header, must not swallow what now follows it.
    private HeaderSection changed(List<HeaderField> changed) {
        List<HeaderField> ended = new ArrayList<>(changed.size());
        for (int i = 0; i < changed.size(); i++) {
            HeaderField field = changed.get(i);
            ended.add(field.endsLine() || i == changed.size() - 1 ? field : withLineEnd(field));
        }
        return new HeaderSection(ended, separator);
    }

    private static HeaderField withLineEnd(HeaderField field) {
        byte[] octets = Arrays.copyOf(field.octets(), field.length() + 2);
        octets[field.length()] = '\r';
        octets[field.length() + 1] = '\n';
        return new HeaderField(octets, 0, octets.length);
    }

    private int fieldOctets() {
        int octets = 0;
        for (HeaderField field : fields) {
            octets += field.length();
        }
        return octets;
    }
}

package org.letterlock.messageauth.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.MessageSignature;
import org.letterlock.messageauth.dkim.SealReading;
import org.letterlock.messageauth.dkim.SignatureReader;
import org.letterlock.messageauth.dkim.SignatureReading;
import org.letterlock.messageauth.tag.TagList;

/** The form of a message's chain: what RFC 8617 section 5.2 has checked before any cryptography, steps 1 to 3. */
sealed interface ArcChain {
    /** There is none. */
    record Absent() implements ArcChain {}

    /** It cannot be valid. */
    record Broken(String reason) implements ArcChain {}

    /**
     * Its form is right.
     *
     * @param sets at least one and at most 50, with the instances from 1 on, in order
     * @param newest the message signature of the last of them
     */
    record Formed(List<ArcSet> sets, MessageSignature newest) implements ArcChain {
        public Formed {
            sets = List.copyOf(sets);
        }
    }

    /** Reads the chain of a message; any header section has one of the three. */
    static ArcChain of(HeaderSection section) {
        List<Map<Integer, HeaderField>> kinds = new ArrayList<>();
        for (String name : ArcInstance.FIELDS) {
            List<HeaderField> fields = section.all(name);
            if (fields.size() > ArcInstance.HIGHEST) {
                return new Broken("more than 50 sets");
            }
            Map<Integer, HeaderField> byInstance = new TreeMap<>();
            for (HeaderField field : fields) {
                Optional<Integer> instance = ArcInstance.of(field);
                if (instance.isEmpty()) {
                    return new Broken(name + " without a valid i=");
                }
                if (byInstance.put(instance.get(), field) != null) {
                    return new Broken("two fields " + name + " of set " + instance.get());
                }
            }
            kinds.add(byInstance);
        }
        return formed(kinds.get(0), kinds.get(1), kinds.get(2));
    }

    private static ArcChain formed(
            Map<Integer, HeaderField> results, Map<Integer, HeaderField> signatures, Map<Integer, HeaderField> seals) {
        int count = Math.max(results.size(), Math.max(signatures.size(), seals.size()));
        List<ArcSet> sets = new ArrayList<>();
        for (int instance = 1; instance <= count; instance++) {
            HeaderField result = results.get(instance);
            HeaderField signature = signatures.get(instance);
            HeaderField seal = seals.get(instance);
            if (result == null || signature == null || seal == null) {
                return new Broken("set " + instance + " is not complete");
            }
            Optional<String> contradiction = contradiction(instance, seal);
            if (contradiction.isPresent()) {
                return new Broken(contradiction.get());
            }
            switch (SignatureReader.seal(seal)) {
                case SealReading.Usable(var keyed) -> sets.add(new ArcSet(instance, result, signature, seal, keyed));
                case SealReading.Faulty(String reason) -> {
                    return new Broken("seal " + instance + ": " + reason);
                }
            }
        }
        if (sets.isEmpty()) {
            return new Absent();
        }
        return switch (SignatureReader.arc(sets.getLast().messageSignature())) {
            case SignatureReading.Usable(MessageSignature newest) -> new Formed(sets, newest);
            case SignatureReading.Faulty faulty -> new Broken("message signature " + count + ": " + faulty.reason());
        };
    }

    // The first sealer found no chain, each later one found a whole chain (section 5.2, step 3).
    private static Optional<String> contradiction(int instance, HeaderField seal) {
        Optional<ArcResult> status = TagList.parse(seal.body()) instanceof Parsed<TagList>(TagList tags)
                ? tags.find("cv").flatMap(ArcResult::find)
                : Optional.empty();
        ArcResult expected = instance == 1 ? ArcResult.NONE : ArcResult.PASS;
        return status.filter(expected::equals).isPresent()
                ? Optional.empty()
                : Optional.of("cv= of seal " + instance + " is "
                        + status.map(ArcResult::word).orElse("unreadable"));
    }
}

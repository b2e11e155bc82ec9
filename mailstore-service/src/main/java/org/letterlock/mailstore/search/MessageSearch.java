package org.letterlock.mailstore.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailstore.content.MetadataCodec.Summary;
import org.letterlock.mailstore.content.MetadataReader;
import org.letterlock.mailstore.mailbox.Keywords;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.message.JdbcMessageQueries;
import org.letterlock.mailstore.message.JdbcMessageQueries.MessageWithMetadata;
import org.letterlock.mailstore.message.MessageReader;
import org.letterlock.mailstore.message.MessageRow;
import org.letterlock.mailstore.message.SystemFlags;
import org.letterlock.mailstore.message.TraceFields;
import org.letterlock.mailstore.message.UidChunks;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.mime.MessageEnvelope;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructure;

/**
 * Finds the messages of a folder that match a key, by reading what must be read of them (SEARCH-1). Safe for use by any
 * thread.
 */
public final class MessageSearch {
    private static final int CHUNK = 1000;
    private static final Octets NO_METADATA = Octets.wrap(new byte[0]);

    private final JdbcMessageQueries queries;
    private final MessageReader reader;
    private final Keywords keywords;

    public MessageSearch(JdbcMessageQueries queries, MessageReader reader, Keywords keywords) {
        this.queries = queries;
        this.reader = reader;
        this.keywords = keywords;
    }

    /**
     * The UIDs that match. A message that does not open matches nothing that has to be read of it. Ends with a
     * {@link CancellationException} when the thread is interrupted.
     */
    public UidSet search(Mailbox mailbox, FolderId folder, SearchKey key) {
        SearchKey plan = SearchPlan.of(key);
        UidSet uids = queries.uids(folder).intersection(bound(plan));
        if (plan instanceof SearchKey.All || plan instanceof SearchKey.UidIn) {
            return uids;
        }
        boolean withMetadata = SearchPlan.cost(plan) != SearchPlan.Cost.ROW;
        Map<Flag, Integer> numbers = new HashMap<>();
        LongStream.Builder found = LongStream.builder();
        for (UidSet chunk : UidChunks.of(uids, CHUNK)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("search cancelled");
            }
            candidates(folder, chunk, withMetadata)
                    .filter(message -> matches(plan, new StoredCandidate(mailbox, message, numbers)))
                    .forEach(message -> found.add(message.message().uid()));
        }
        return UidSet.ofSorted(found.build());
    }

    private Stream<MessageWithMetadata> candidates(FolderId folder, UidSet uids, boolean withMetadata) {
        return withMetadata
                ? queries.findWithMetadata(folder, uids).stream()
                : queries.find(folder, uids).stream().map(message -> new MessageWithMetadata(message, NO_METADATA));
    }

    private static boolean matches(SearchKey plan, Candidate message) {
        try {
            return SearchMatcher.matches(plan, message);
        } catch (MessageCorruptException alreadyReported) {
            return false;
        }
    }

    /** UIDs that can match at all, as far as the key says so at its front. */
    private static UidSet bound(SearchKey plan) {
        return switch (plan) {
            case SearchKey.UidIn(UidSet uids) -> uids;
            case SearchKey.And(List<SearchKey> keys) ->
                keys.stream().map(MessageSearch::bound).reduce(UidSet.all(), UidSet::intersection);
            default -> UidSet.all();
        };
    }

    /** A message of the store, opened as far as it is looked at. Used by one thread. */
    private final class StoredCandidate implements Candidate {
        private final Mailbox mailbox;
        private final MessageWithMetadata stored;
        private final MessageRow message;
        private final Map<Flag, Integer> numbers; // of keywords, shared by the candidates of one search
        private @Nullable Summary summary;
        private @Nullable MimeStructure structure;
        private @Nullable List<HeaderField> header;

        StoredCandidate(Mailbox mailbox, MessageWithMetadata stored, Map<Flag, Integer> numbers) {
            this.mailbox = mailbox;
            this.stored = stored;
            this.message = stored.message();
            this.numbers = numbers;
        }

        @Override
        public long uid() {
            return message.uid();
        }

        @Override
        public boolean hasFlag(Flag flag) {
            if (flag.isSystem()) {
                return (message.flags() & SystemFlags.bit(flag)) != 0;
            }
            int number = numbers.computeIfAbsent(
                    flag, keyword -> keywords.find(mailbox, keyword).orElse(-1));
            return message.keywords().contains(number);
        }

        @Override
        public long modSeq() {
            return message.modSeq();
        }

        @Override
        public Instant internalDate() {
            return message.internalDate();
        }

        @Override
        public long size() {
            return message.size();
        }

        @Override
        public MessageEnvelope envelope() {
            return summary().envelope();
        }

        @Override
        public int occurrences(String fieldName) {
            List<String> names = summary().fieldNames();
            if (names.contains(MetadataReader.ANY_FIELD)) {
                return UNKNOWN;
            }
            int inContent = Collections.frequency(names, fieldName);
            return TraceFields.NAMES.contains(fieldName) ? inContent + inTrace(fieldName) : inContent;
        }

        @Override
        public List<HeaderField> header() {
            List<HeaderField> fields = header;
            if (fields == null) {
                fields = SearchMatcher.fields(octets(root().bodyStart()));
                header = fields;
            }
            return fields;
        }

        @Override
        public MimePart root() {
            MimeStructure known = structure;
            if (known == null) {
                known = reader.structure(mailbox, message, stored.sealedMetadata());
                structure = known;
            }
            return known.root();
        }

        @Override
        public InputStream open(long offset, long length) {
            return reader.open(mailbox, message, offset, length);
        }

        private int inTrace(String fieldName) {
            return (int) SearchMatcher.fields(reader.trace(mailbox, message)).stream()
                    .filter(field -> field.named(fieldName))
                    .count();
        }

        private Summary summary() {
            Summary known = summary;
            if (known == null) {
                known = reader.summary(mailbox, message, stored.sealedMetadata());
                summary = known;
            }
            return known;
        }

        private byte[] octets(long length) {
            try (InputStream front = open(0, length)) {
                return front.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

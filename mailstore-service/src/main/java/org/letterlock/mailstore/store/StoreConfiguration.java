package org.letterlock.mailstore.store;

import java.time.InstantSource;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.folder.FolderTree;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.letterlock.mailstore.mailbox.Keywords;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.letterlock.mailstore.message.FolderUids;
import org.letterlock.mailstore.message.JdbcMessageQueries;
import org.letterlock.mailstore.message.JdbcMessageRepository;
import org.letterlock.mailstore.message.MessageChanges;
import org.letterlock.mailstore.message.MessageReader;
import org.letterlock.mailstore.search.MessageSearch;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.ContentNotes;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The mailbox store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreProperties.class)
public class StoreConfiguration {
    @Bean
    StoreEvents storeEvents(TopicPublisher publisher, InstantSource clock) {
        return new StoreEvents(publisher, clock);
    }

    @Bean
    ContentOpener contentOpener(Keyring keyring, ContentStore contentStore) {
        return new ContentOpener(keyring, Reader.MAILSTORE, contentStore);
    }

    @Bean
    JdbcContentRepository contentRepository(JdbcTemplate template, ContentStore contentStore) {
        return new JdbcContentRepository(template, contentStore);
    }

    @Bean
    Contents contents(
            JdbcContentRepository repository,
            ContentOpener opener,
            Keyring keyring,
            StoreEvents events,
            StoreProperties properties) {
        return new Contents(
                repository,
                opener,
                new ContentNotes(keyring),
                events,
                properties.contentCache().toBytes());
    }

    @Bean
    JdbcMailboxRepository mailboxRepository(JdbcTemplate template) {
        return new JdbcMailboxRepository(template);
    }

    @Bean
    JdbcFolderRepository folderRepository(JdbcTemplate template) {
        return new JdbcFolderRepository(template);
    }

    @Bean
    JdbcMessageRepository messageRepository(JdbcTemplate template) {
        return new JdbcMessageRepository(template);
    }

    @Bean
    JdbcMessageQueries messageQueries(JdbcTemplate template) {
        return new JdbcMessageQueries(template);
    }

    @Bean
    Mailboxes mailboxes(
            JdbcMailboxRepository mailboxes,
            JdbcFolderRepository folders,
            Keyring keyring,
            Sealer sealer,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        return new Mailboxes(mailboxes, folders, keyring, sealer, ownTransaction(transactions), clock);
    }

    @Bean
    Keywords keywords(JdbcTemplate template, JdbcMailboxRepository mailboxes, PlatformTransactionManager transactions) {
        return new Keywords(template, mailboxes, ownTransaction(transactions));
    }

    @Bean
    MessageChanges messageChanges(
            JdbcMessageRepository messages,
            JdbcFolderRepository folders,
            Keywords keywords,
            TransactionTemplate transaction,
            StoreEvents events) {
        return new MessageChanges(messages, folders, keywords, transaction, events);
    }

    @Bean
    FolderTree folderTree(
            JdbcMailboxRepository mailboxes,
            JdbcFolderRepository folders,
            JdbcMessageRepository messages,
            MessageChanges changes,
            TransactionTemplate transaction,
            StoreEvents events,
            InstantSource clock) {
        return new FolderTree(mailboxes, folders, messages, changes, transaction, events, clock);
    }

    @Bean
    MessageReader messageReader(JdbcMessageQueries queries, Contents contents) {
        return new MessageReader(queries, contents);
    }

    @Bean
    JdbcMailboxStore mailboxStore(
            Mailboxes mailboxes,
            JdbcFolderRepository folders,
            FolderTree tree,
            MessageChanges changes,
            JdbcMessageQueries queries,
            MessageReader reader,
            Keywords keywords,
            MessageAppender appender,
            PlatformTransactionManager transactions) {
        return new JdbcMailboxStore(
                mailboxes,
                folders,
                tree,
                changes,
                queries,
                reader,
                new FolderUids(queries),
                keywords,
                new MessageSearch(queries, reader, keywords),
                appender,
                snapshot(transactions));
    }

    @Bean
    MessageAppender messageAppender(
            JdbcFolderRepository folders,
            Keywords keywords,
            MessageChanges changes,
            Contents contents,
            JdbcContentRepository repository,
            ContentSealer sealer,
            ContentOpener opener) {
        return new MessageAppender(folders, keywords, changes, contents, repository, sealer, opener);
    }

    private static TransactionTemplate ownTransaction(PlatformTransactionManager transactions) {
        var own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return own;
    }

    private static TransactionTemplate snapshot(PlatformTransactionManager transactions) {
        var snapshot = new TransactionTemplate(transactions);
        snapshot.setReadOnly(true);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return snapshot;
    }
}

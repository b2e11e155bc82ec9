package org.letterlock.mailstore.mailbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Flag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of keywords: a number for each keyword of a mailbox, and which of them a folder uses. */
final class JdbcKeywordRepository {
    private final JdbcClient jdbc;

    JdbcKeywordRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
    }

    Map<Integer, Flag> all(Mailbox mailbox) {
        Map<Integer, Flag> keywords = new HashMap<>();
        jdbc.sql("SELECT number, sealed_name FROM keyword WHERE mailbox_id = ?")
                .param(mailbox.id().value())
                .query(row -> {
                    int number = row.getInt(1);
                    keywords.put(number, mailbox.sealing().openKeyword(number, row.getBytes(2)));
                });
        return keywords;
    }

    void insert(Mailbox mailbox, int number, Flag keyword) {
        jdbc.sql("INSERT INTO keyword (mailbox_id, number, name_token, sealed_name) VALUES (?, ?, ?, ?)")
                .params(
                        mailbox.id().value(),
                        number,
                        mailbox.sealing().keywordToken(keyword),
                        mailbox.sealing().sealKeyword(number, keyword))
                .update();
    }

    void use(FolderId folder, KeywordNumbers numbers) {
        jdbc.sql(
                        "INSERT INTO folder_keyword (folder_id, number) SELECT ?, unnest(?::smallint[]) ON CONFLICT DO NOTHING")
                .params(folder.value(), numbers.view())
                .update();
    }

    int countUsed(FolderId folder, int fromNumber) {
        return jdbc.sql("SELECT count(*) FROM folder_keyword WHERE folder_id = ? AND number >= ?")
                .params(folder.value(), fromNumber)
                .query((row, _) -> row.getInt(1))
                .single();
    }

    List<Integer> used(FolderId folder) {
        return jdbc.sql("SELECT number FROM folder_keyword WHERE folder_id = ?")
                .param(folder.value())
                .query((row, _) -> row.getInt(1))
                .list();
    }
}

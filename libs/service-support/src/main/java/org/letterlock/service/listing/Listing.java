package org.letterlock.service.listing;

import java.util.List;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A list that is read from the database page by page. Safe for use by any thread. */
public final class Listing<T> {
    // Counting so many rows takes a few milliseconds; nobody pages through more to see how many there are.
    private static final int MAX_COUNTED = 10_000;

    private final JdbcClient jdbc;
    private final String columns;
    private final String tables;
    private final ListOrder<T> order;
    private final RowMapper<T> row;

    /**
     * A list.
     *
     * @param columns what stands between SELECT and FROM
     * @param tables what stands behind FROM, without conditions
     */
    public Listing(JdbcClient jdbc, String columns, String tables, ListOrder<T> order, RowMapper<T> row) {
        this.jdbc = jdbc;
        this.columns = columns;
        this.tables = tables;
        this.order = order;
        this.row = row;
    }

    /** The page that is wanted of what the filters let through, with the number of all that is unless it is large. */
    public Page<T> read(PageRequest request, Filters filters) {
        ListOrder.Slice<T> slice = order.slice(request);
        Filters restricted = slice.restrict(filters);
        List<T> fetched = jdbc.sql("SELECT " + columns + " FROM " + tables + restricted.where() + slice.orderBy())
                .params(restricted.parameters())
                .query(row)
                .list();
        Page<T> page = slice.page(fetched);
        long count = count(filters);
        return count > MAX_COUNTED ? page : page.withTotal(count);
    }

    private long count(Filters filters) {
        return jdbc.sql("SELECT count(*) FROM (SELECT FROM " + tables + filters.where() + " LIMIT " + (MAX_COUNTED + 1)
                        + ") counted")
                .params(filters.parameters())
                .query(Long.class)
                .single();
    }
}

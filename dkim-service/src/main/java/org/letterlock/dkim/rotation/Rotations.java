package org.letterlock.dkim.rotation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.KeyEvents;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.rotation.RotationPlan.Step;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Begins, takes forward and ends rotations, a transaction for each. Safe for use by any thread. */
public final class Rotations {
    private final JdbcRotations rotations;
    private final KeyLifecycle lifecycle;
    private final KeyEvents events;
    private final InstantSource clock;

    Rotations(JdbcRotations rotations, KeyLifecycle lifecycle, KeyEvents events, InstantSource clock) {
        this.rotations = rotations;
        this.lifecycle = lifecycle;
        this.events = events;
        this.clock = clock;
    }

    /** The rotation that runs. */
    public Optional<Rotation> find(DomainId domain) {
        return rotations.find(domain);
    }

    /**
     * Makes a key set. If the domain has active keys, a rotation begins by it (DKIM-34).
     *
     * @throws ProblemException {@code 409 rotation-running} while another set waits for its records (DKIM-37)
     */
    public List<SigningKey> create(DomainRecord domain, DomainSettings settings, Actor actor) {
        return begin(domain, settings, actor, false)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.ROTATION_RUNNING, "Keys of this domain wait for their records already."));
    }

    /** The same by itself (DKIM-36); nothing where another set waits. */
    void createDue(DomainRecord domain, DomainSettings settings) {
        var _ = begin(domain, settings, Actor.SYSTEM, true);
    }

    private Optional<List<SigningKey>> begin(
            DomainRecord domain, DomainSettings settings, Actor actor, boolean automatic) {
        return lifecycle.create(domain, settings, actor, keySet -> {
            rotations.begin(domain.id(), keySet, automatic, clock.instant());
            events.rotation("started", domain, Map.of("automatic", String.valueOf(automatic)), actor);
        });
    }

    /** Abandons the rotation and its keys; the old ones sign on (DKIM-37). */
    public void abandon(DomainRecord domain, Actor actor) {
        lifecycle.alone(domain, () -> {
            Rotation rotation = rotations.find(domain.id()).orElseThrow(ProblemException::notFound);
            lifecycle.abandon(domain, rotation.keySet(), actor);
            rotations.end(rotation);
            events.rotation("abandoned", domain, Map.of(), actor);
            return rotation;
        });
    }

    /** Lets the records of a rotation be looked for within seconds. */
    public void hurry(DomainId domain) {
        rotations.hurry(domain, clock.instant());
    }

    /** Takes a step, unless the rotation is not any more what it was decided on. Says whether anything was done. */
    boolean take(DomainRecord domain, DomainSettings settings, Rotation rotation, Step step) {
        return lifecycle.alone(domain, () -> switch (step) {
            case Step.Wait _ -> false;
            case Step.Verified(Instant switchAt) -> rotations.noteSwitchAt(rotation, switchAt);
            case Step.Unverified _ -> rotations.noteSwitchAt(rotation, null);
            case Step.End _ -> rotations.end(rotation);
            case Step.SwitchOver _ -> {
                boolean ripe = rotations.end(rotation);
                if (ripe) {
                    lifecycle.switchOver(domain, settings, rotation.keySet());
                    events.rotation("finished", domain, Map.of(), Actor.SYSTEM);
                }
                yield ripe;
            }
            case Step.Alert _ -> {
                boolean news = rotations.noteAlerted(rotation);
                if (news) {
                    events.rotation("unverified", domain, Map.of(), Actor.SYSTEM);
                }
                yield news;
            }
        });
    }
}

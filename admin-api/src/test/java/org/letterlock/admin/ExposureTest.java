package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /services/exposure}. */
@Tag("SVC-7")
class ExposureTest {
    private static final String ADMIN = RunningAdmin.administrator(ExposureTest.class);
    private static final String RESOURCE = "/api/v1/services/exposure";
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void theNetworkPoliciesOpenWhatIsAllowedAndServedAndNothingElse() throws Exception {
        JsonNode list = JSON.readTree(body(ADMIN, "GET", RESOURCE + "?format=networkpolicy"));

        List<String> opened = new ArrayList<>();
        for (JsonNode policy : list.get("items")) {
            assertThat(policy.at("/spec/policyTypes/0").asString()).isEqualTo("Ingress");
            String component = policy.at("/spec/podSelector/matchLabels/app.kubernetes.io~1name")
                    .asString();
            for (JsonNode port : policy.at("/spec/ingress/0/ports")) {
                opened.add(component + " " + port.get("port").asInt());
            }
        }
        List<String> allowed = new ArrayList<>();
        for (JsonNode rule : JSON.readTree(body(ADMIN, "GET", RESOURCE)).get("items")) {
            if (rule.get("rule").asString().equals("ALLOW") && rule.get("open").asBoolean()) {
                allowed.add(rule.get("carriedBy").asString() + " "
                        + rule.get("port").asInt());
            }
        }
        assertThat(opened)
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(allowed))
                .contains("admin-api 4040");
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws Exception {
        assertThat(send("GET", RESOURCE + "?format=nftables", "", ADMIN, null).body())
                .contains("feature-unavailable");
        assertThat(send("GET", RESOURCE + "?format=iptables", "", ADMIN, null).statusCode())
                .isEqualTo(422);
        assertThat(send("GET", RESOURCE, "", "user", null).statusCode()).isEqualTo(403);
    }
}

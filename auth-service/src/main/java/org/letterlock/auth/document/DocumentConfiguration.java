package org.letterlock.auth.document;

import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires what reads documents and seals texts. */
@Configuration(proxyBeanMethods = false)
public class DocumentConfiguration {
    @Bean
    Documents documents(JsonMapper mapper) {
        return new Documents(mapper);
    }

    @Bean
    SealedText sealedText(Sealer sealer) {
        return new SealedText(sealer);
    }
}

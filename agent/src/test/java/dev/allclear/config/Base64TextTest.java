package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Proxmox takes for base64. */
class Base64TextTest {
    @ParameterizedTest
    @CsvSource({
        "YQ==, a",
        "YQ=, a",
        "YQ, a",
        "YWI=, ab",
        "YWI, ab",
        "YWJj, abc",
        "w7w=, ü",
        "'', ''",
        "Pz8/Pj4+, ???>>>"
    })
    void decodesWithAndWithoutPadding(String encoded, String text) {
        assertThat(Base64Text.decode(encoded)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "YR==",
                "YWJ=",
                "Y",
                "YWJj=",
                "YWI==",
                "YQ===",
                "=",
                "Y Q==",
                "Pz8_Pj4-",
                "YQ==YQ==",
                "/w==",
                "YQ\n"
            })
    void refusesWhatProxmoxRefuses(String encoded) {
        assertThat(Base64Text.decode(encoded)).isEmpty();
    }
}

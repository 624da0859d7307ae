# One image for every process: the command chooses, `docker run cardshop scheduler`.
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && mkdir -p /out/lib /out/tools \
    && cp all-in-one/target/lib/*.jar all-in-one/target/all-in-one-*.jar /out/lib/ \
    && cp cardshop /out/ && cp tools/install-packages /out/tools/

FROM eclipse-temurin:25-jre
# curl: for health checks; openssl: its library digests. The others build images (creator).
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl dosfstools e2fsprogs fdisk mtools openssl xz-utils \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data cardshop
COPY --from=build /out /opt/cardshop
ENV CARDSHOP_DATA=/data
VOLUME /data
USER cardshop
ENTRYPOINT ["/opt/cardshop/cardshop"]

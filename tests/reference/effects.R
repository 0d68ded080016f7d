# What R says of models of staff.csv. Run in this folder: Rscript effects.R. Writes effects.csv.
# Made with R 4.2.2, survey 4.1-1 and mitools 2.4.
suppressMessages({library(survey); library(mitools)})
staff <- read.csv("staff.csv", stringsAsFactors = TRUE)
staff$role <- relevel(staff$role, "client_facing")
staff$level <- factor(staff$extent)
for (cut in 1:4) staff[[paste0("above", cut)]] <- as.numeric(staff$extent > cut)
cells <- unique(staff[c("body", "role", "employees")])
by_body <- aggregate(list(Freq = cells$employees), cells["body"], sum)
by_role <- aggregate(list(Freq = cells$employees), cells["role"], sum)
total <- sum(cells$employees)
staff$employed <- ave(staff$weight, staff$body, FUN = function(w) round(sum(w)))
strata_fpc <- svydesign(~1, strata = ~body, weights = ~weight, fpc = ~employed, data = staff)
clusters_fpc <- svydesign(~workplace, strata = ~body, weights = ~weight, fpc = ~workplaces, data = staff)
clusters <- svydesign(~workplace, strata = ~body, weights = ~weight, data = staff)
first_role <- levels(staff$role)[1]
terms <- c(total, by_body$Freq[by_body$body != "centre"], by_role$Freq[match(levels(staff$role)[-1], by_role$role)], 52 * total)
names(terms) <- colnames(model.matrix(~ body + role + score, staff))
designs <- list(strata_fpc = strata_fpc, clusters_fpc = clusters_fpc, clusters = clusters,
                calibrated = calibrate(clusters, ~ body + role + score, terms),
                jackknife = as.svrepdesign(clusters, type = "JKn"))

rows <- list()
add <- function(design, model, term, ...) {
  values <- c(...)
  rows[[length(rows) + 1]] <<- data.frame(design, model, term, statistic = names(values),
    value = formatC(as.numeric(values), digits = 15, format = "g"))
}
tell <- function(design, model, estimate, error)
  for (t in names(estimate)) add(design, model, t, estimate = estimate[[t]], std_error = error[[t]])
tight <- glm.control(epsilon = 1e-14, maxit = 100)

# How much each respondent moves the coefficients, as survey:::svy.varcoef has it.
influence_of <- function(fit)
  (model.matrix(fit) * resid(fit, "working") * fit$weights) %*% summary.glm(fit)$cov.unscaled

# The mean over the employees of what the fit expects under a setting.
expected <- function(fit, frame) as.vector(predict(fit, newdata = frame, type = "response"))
settings <- function(frame, number = "age") {
  at <- function(name, value) { moved <- frame; moved[[name]][] <- value; moved }
  list(manager = at("role", "manager"), other = at("role", "other"),
       client_facing = at("role", "client_facing"), now = frame, later = at(number, frame[[number]] + 10))
}
contrast <- function(m) c(manager = m[["manager"]] - m[["client_facing"]],
                          other = m[["other"]] - m[["client_facing"]], later = m[["later"]] - m[["now"]])

for (name in names(designs)) {
  d <- designs[[name]]
  fit <- svyglm(heard ~ role + age, d, family = quasibinomial(), control = tight)
  tell(name, "heard", coef(fit), SE(fit))
  add(name, "heard", "", df = fit$df.residual)
  count <- svyglm(visits ~ role + age, d, family = quasipoisson(), control = tight)
  tell(name, "visits", coef(count), SE(count))
  complete <- subset(d, !is.na(age))
  frame <- staff[!is.na(staff$age), ]
  if (name == "jackknife") {
    effects <- withReplicates(complete, function(w, data) {
      data$w_ <- w
      fit <- suppressWarnings(glm(heard ~ role + age, quasibinomial(), data, weights = w_, control = tight))
      m <- sapply(settings(data), function(s) sum(w * expected(fit, s)) / sum(w))
      c(contrast(m), m[1:3])
    })
    tell(name, "effects", coef(effects)[1:3], SE(effects)[1:3])
    tell(name, "margins", coef(effects)[4:6], SE(effects)[4:6])
    next
  }
  # Margins: the linearised value of each respondent, through coefficients and through who there is.
  fit <- svyglm(heard ~ role + age, complete, family = quasibinomial(), control = tight)
  w <- weights(complete, "sampling"); kept <- w > 0 & !is.na(complete$variables$age)
  frame <- complete$variables[kept, ]; w <- w[kept]
  through <- influence_of(fit); if (nrow(through) > sum(kept)) through <- through[kept, ]
  moves <- sapply(settings(frame), function(s) {
    p <- expected(fit, s); x <- model.matrix(~ role + age, s)
    c(sum(w * p) / sum(w), (p - sum(w * p) / sum(w)) / sum(w) * w + through %*% (colSums(w * p * (1 - p) * x) / sum(w)))
  })
  estimate <- moves[1, ]
  full <- matrix(0, nrow(staff), ncol(moves)); full[!is.na(staff$age), ] <- moves[-1, ]
  v <- svyrecvar(full, d$cluster, d$strata, d$fpc, postStrata = d$postStrata)
  colnames(v) <- rownames(v) <- names(estimate)
  tell(name, "margins", estimate[1:3], sqrt(diag(v))[1:3])
  signs <- rbind(c(1, 0, -1, 0, 0), c(0, 1, -1, 0, 0), c(0, 0, 0, -1, 1))
  tell(name, "effects", contrast(estimate), setNames(sqrt(diag(signs %*% v %*% t(signs))), c("manager", "other", "later")))
  # svypredmeans does not take missing values.
  by_score <- svyglm(heard ~ score, d, family = quasibinomial(), control = tight)
  margins <- svypredmeans(by_score, ~role)
  tell(name, "svypredmeans", coef(margins), SE(margins))

  # Ordered answers. svyolr does not take missing values of calibrated designs.
  ordered <- svyolr(level ~ role + score, d, control = list(reltol = 1e-16, maxit = 5000, ndeps = rep(1e-6, 7)))
  tell(name, "extent", coef(ordered), SE(ordered))
  w <- weights(d, "sampling")
  high <- function(beta, s) {
    x <- model.matrix(~ role + score, s)[, -1]
    sum(w * plogis(x %*% beta[1:3] - beta["3|4"])) / sum(w)
  }
  beta <- coef(ordered)
  effect <- function(beta) contrast(sapply(settings(staff, "score"), high, beta = beta))
  slopes <- sapply(seq_along(beta), function(k) {
    h <- replace(0 * beta, k, if (k == 3) 1e-6 else 1e-4)
    (effect(beta + h) - effect(beta - h)) / (2 * h[k])
  })
  conditional <- sqrt(diag(slopes %*% vcov(ordered) %*% t(slopes)))
  tell(name, "high_given_employees", effect(beta), setNames(conditional, c("manager", "other", "later")))

  # Brant's test: slopes of each cut against those of the first.
  frame <- staff[!is.na(staff$age), ]
  fits <- lapply(1:4, function(cut) svyglm(reformulate(c("role", "age"), paste0("above", cut)), complete, family = quasibinomial(), control = tight))
  parts <- lapply(fits, function(f) { i <- influence_of(f); if (nrow(i) > nrow(frame)) i[!is.na(staff$age), ] else i })
  difference <- unlist(lapply(fits[-1], function(f) coef(f)[-1] - coef(fits[[1]])[-1]))
  stacked <- do.call(cbind, lapply(parts[-1], function(p) p[, -1] - parts[[1]][, -1]))
  full <- matrix(0, nrow(staff), ncol(stacked)); full[!is.na(staff$age), ] <- stacked
  v <- svyrecvar(full, d$cluster, d$strata, d$fpc, postStrata = d$postStrata)
  q <- length(difference); df <- degf(complete)
  f <- drop(difference %*% solve(v, difference)) * (df - q + 1) / (df * q)
  add(name, "parallel", "", statistic = f, p_value = pf(f, q, df - q + 1, lower.tail = FALSE), df = df)
}

# Rubin's rules, with and without Barnard and Rubin's degrees of freedom.
draws <- list(c(a = 0.41, b = 12.1), c(a = 0.47, b = 12.6), c(a = 0.39, b = 11.8), c(a = 0.44, b = 12.0), c(a = 0.43, b = 12.2))
variances <- lapply(c(4, 5, 4.5, 4.2, 4.8), function(v) diag(c(v * 1e-4, v / 10)))
for (df in c(Inf, 26)) {
  pooled <- MIcombine(draws, variances, df.complete = df)
  for (t in c("a", "b")) add("rubin", as.character(df), t, estimate = coef(pooled)[[t]],
    std_error = sqrt(diag(pooled$variance))[[which(c("a", "b") == t)]], df = pooled$df[[which(c("a", "b") == t)]])
}
# So many draws that one more or less does not matter, about which the formulas differ.
draws <- lapply(qnorm(ppoints(2000)), function(z) c(a = 0.4 + 0.03 * z))
pooled <- MIcombine(draws, rep(list(matrix(9e-4)), 2000), df.complete = 26)
add("rubin", "many", "a", estimate = coef(pooled)[[1]], std_error = sqrt(drop(pooled$variance)), df = pooled$df[[1]])
write.csv(do.call(rbind, rows), "effects.csv", row.names = FALSE, quote = FALSE)

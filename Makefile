# 常用命令：make site（生成网站和下载文件）· make serve（边改边看）· make check（检查内容，几秒）
#           make fill ANSWERS=my.yml [PACK=1] [OUT=out]（用填写内容生成合同，PACK=1 连同附件；更多用法：python -m scripts.fill_contract --help）
#           make test（全部测试）· make bench（速度与体积）· make lock（更新锁定的版本）· make clean
PYTHON ?= python3
OUT ?= out
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check fill test bench lock clean

site: .venv/site.done node_modules/site.done
	@python -m scripts.build_site

serve: .venv/site.done node_modules/site.done
	@python -m scripts.build_downloads && python -m scripts.bundle_browser && mkdocs serve

check: .venv/site.done
	@python -m scripts.check_templates

fill: .venv/site.done node_modules/site.done
	@python -m scripts.fill_contract $(if $(ANSWERS),"$(ANSWERS)") $(if $(PACK),--pack) -o "$(OUT)"

test: .venv/test.done node_modules/test.done
	@python -m scripts.install_tools test
	@python -m scripts.build_site
	@python -m pytest

bench: .venv/test.done node_modules/test.done
	@python -m scripts.install_tools bench
	@python -m scripts.measure_speed

lock: .venv/test.done
	@for name in requirements requirements-test; do \
	  pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
	    --allow-unsafe --strip-extras --output-file $$name.txt $$name.in; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved

clean:
	@rm -rf site docs/downloads docs/assets/built .cache

.venv/pyvenv.cfg:
	@$(PYTHON) -m venv .venv

.venv/site.done: requirements.txt | .venv/pyvenv.cfg
	@pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test.done: requirements-test.txt .venv/site.done
	@pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

# Not `npm ci`: it refuses a lock made where a registry lacks some optional packages for other systems.
node_modules/site.done: package-lock.json .venv/site.done
	@npm install --no-save --silent --omit=dev
	@touch $@

node_modules/test.done: package-lock.json .venv/test.done
	@npm install --no-save --silent
	@touch $@ node_modules/site.done
